package dev.tieline.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.lint.Term.Need;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Terms over a world of three words, or of three places, in which implication can be tried out. */
class TermTest {
    private static final Set<String> ALL = Set.of("a", "b", "c");
    private static final List<Set<String>> LISTS = Stream.of("a", "b", "ab", "bc", "abc")
            .map(list -> list.chars().mapToObj(c -> String.valueOf((char) c)).collect(Collectors.toUnmodifiableSet()))
            .toList();

    @Test
    void shouldImplyAmongWordsExactlyWhatHoldsOfEveryWord() {
        for (var one : words(ALL)) {
            for (var other : words(ALL)) {
                var holds = ALL.stream().allMatch(word -> !has(one, word) || has(other, word));
                var nothing = ALL.stream().noneMatch(word -> has(one, word));
                assertThat(implies(one, other) || nothing)
                        .as("%s implies %s", one, other)
                        .isEqualTo(holds);
                assertThat(one.satisfiable(0)).isEqualTo(!nothing);
            }
        }
    }

    @Test
    void shouldImplyAmongOpenWordsNothingThatAnotherWordDenies() {
        for (var one : words(Set.of())) {
            for (var other : words(Set.of())) {
                var holds = Stream.of("a", "b", "c", "other").allMatch(word -> !has(one, word) || has(other, word));
                assertThat(implies(one, other)).as("%s implies %s", one, other).isEqualTo(holds);
                assertThat(one.satisfiable(0)).isTrue();
            }
        }
    }

    private static List<WordTerm> words(Set<String> all) {
        return LISTS.stream()
                .flatMap(list -> Stream.of(new WordTerm(false, list, all), new WordTerm(true, list, all)))
                .toList();
    }

    private static boolean has(WordTerm term, String word) {
        return term.words().contains(word) != term.negated();
    }

    @Test
    void shouldImplyAmongCertificatesOnlyWhatHoldsOfEverySetOfThem() {
        var sets = Stream.concat(Stream.of(Set.<String>of()), LISTS.stream()).toList();
        for (var one : certs()) {
            for (var other : certs()) {
                var holds = sets.stream().allMatch(held -> !has(one, held) || has(other, held));
                assertThat(!implies(one, other) || holds)
                        .as("%s implies %s", one, other)
                        .isTrue();
            }
        }
        assertThat(implies(new CertsTerm(false, Set.of("a")), new CertsTerm(false, ALL)))
                .isTrue();
        assertThat(implies(new CertsTerm(true, ALL), new CertsTerm(true, Set.of("a"))))
                .isTrue();
    }

    private static List<CertsTerm> certs() {
        return LISTS.stream()
                .flatMap(list -> Stream.of(new CertsTerm(false, list), new CertsTerm(true, list)))
                .toList();
    }

    private static boolean has(CertsTerm term, Set<String> held) {
        return held.stream().anyMatch(term.words()::contains) != term.negated();
    }

    @Test
    void shouldImplyAmongPlacesOnlyWhatHoldsOfEveryPlaceOrSetOfThem() {
        var sets = LISTS.stream().map(TermTest::bits).toList();
        for (var several : List.of(false, true)) {
            for (var one : places(several)) {
                for (var other : places(several)) {
                    var holds = sets.stream()
                            .filter(held -> several || held.cardinality() == 1)
                            .allMatch(held -> !has(one, held) || has(other, held));
                    assertThat(!implies(one, other) || holds)
                            .as("%s implies %s", one, other)
                            .isTrue();
                }
            }
        }
    }

    private static List<PlaceTerm> places(boolean several) {
        return LISTS.stream()
                .flatMap(list -> Stream.of(false, true)
                        .map(negated -> new PlaceTerm(negated, several, list, territory(bits(list)))))
                .toList();
    }

    /** A list without guards or subdivisions: of each place it is known whether it is within. */
    private static Territory territory(BitSet within) {
        return new Territory(3, List.of(new Territory.View(within, within, within, within)));
    }

    private static BitSet bits(Set<String> words) {
        var bits = new BitSet();
        words.forEach(word -> bits.set(word.charAt(0) - 'a'));
        return bits;
    }

    private static boolean has(PlaceTerm term, BitSet held) {
        var outside = (BitSet) held.clone();
        outside.andNot(bits(term.names()));
        return outside.isEmpty() != term.negated();
    }

    @Test
    void shouldImplyALongerRetentionAndItselfOnly() {
        var hour = new RetentionTerm(Duration.ofHours(1));
        var day = new RetentionTerm(Duration.ofDays(1));

        assertThat(implies(hour, day)).isTrue();
        assertThat(implies(day, hour)).isFalse();
        assertThat(implies(new FixedTerm("true"), new FixedTerm("true"))).isTrue();
        assertThat(implies(new FixedTerm("true"), new FixedTerm("false"))).isFalse();
        assertThat(implies(hour, new FixedTerm("true"))).isFalse();
    }

    private static boolean implies(Term one, Term other) {
        return one.implies(other, Need.CERTAIN, Need.CERTAIN, 0);
    }
}
