package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.PUBLIC;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.Truth;
import dev.tieline.policy.oracle.Sentence;
import dev.tieline.policy.oracle.Shows;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocsTest {

    /** Whether a hop in the country belongs to the bloc X at the moment. */
    private static boolean belongs(String blocs, String country, String at) {
        var bundle = Bundles.read("blocs.yaml", """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: b, version: 1, level: platform, notBefore: 1950-01-01, expires: 2100-01-01}
                blocs: %s
                rules: [{id: a, effect: permit, for: {class: [public]}, hops: {any: {country: [X]}}}]
                """.formatted(blocs));
        return Bundles.evaluator(bundle).permits(about(PUBLIC).at(at).via(process(country)));
    }

    @ParameterizedTest
    @CsvSource({
        "2023-07-09T23:59:59.999999999Z, false",
        "2023-07-10T00:00:00Z, true",
        "2025-01-31T23:59:59.999999999Z, true",
        "2025-02-01T00:00:00Z, false",
    })
    @Shows(Sentence.M_MEMBER_DATES)
    void shouldCountADatedMemberFromItsFirstMomentUntilBeforeItsLast(String at, boolean member) {
        var blocs = "{X: [{country: US, from: 2023-07-10, until: 2025-02-01, source: a decision}]}";

        assertThat(belongs(blocs, "US", at)).isEqualTo(member);
    }

    @Test
    @Shows(Sentence.M_MEMBER_DATES)
    void shouldCountADatedMemberWithoutUntilForGood() {
        assertThat(belongs("{X: [{country: US, from: 2023-07-10}]}", "US", "2099-01-01T00:00:00Z"))
                .isTrue();
    }

    @Test
    @Shows(Sentence.M_MEMBER_DATES)
    void shouldNotCountASuspendedMember() {
        var at = "2026-01-01T00:00:00Z";

        assertThat(belongs("{X: [{country: US, from: 2023-07-10, suspended: true}]}", "US", at))
                .isFalse();
        assertThat(belongs("{X: [{country: US, from: 2023-07-10, suspended: false}]}", "US", at))
                .isTrue();
    }

    @Test
    @Shows(Sentence.M_COUNTRY)
    void shouldCountTheMembersOfNestedBlocsInWhateverOrderTheyAreDeclared() {
        var blocs = "{X: [B, CH], B: [C], C: [US-CA, {country: JP, from: 2019-01-23}]}";

        assertThat(belongs(blocs, "CH", "2026-01-01T00:00:00Z")).isTrue();
        assertThat(belongs(blocs, "US-CA", "2026-01-01T00:00:00Z")).isTrue();
        assertThat(belongs(blocs, "US", "2026-01-01T00:00:00Z")).isFalse();
        assertThat(belongs(blocs, "JP", "2026-01-01T00:00:00Z")).isTrue();
        assertThat(belongs(blocs, "JP", "2018-01-01T00:00:00Z")).isFalse();
    }

    @Test
    void shouldReachABlocOnTwoWaysWithoutTakingThatForACycle() {
        assertThat(belongs("{X: [B, C], B: [D], C: [D], D: [JP]}", "JP", "2026-01-01T00:00:00Z"))
                .isTrue();
    }

    /** Copies would be four hundred million memberships. */
    @Test
    void shouldShareABlocAmongAllListsThatNameIt() {
        var members = IntStream.range(0, 20_000)
                .mapToObj(second -> "{country: US, from: " + Instant.EPOCH.plusSeconds(second) + "}")
                .collect(Collectors.joining(", "));
        var often = "X, ".repeat(20_000) + "X";

        var bundle = Bundles.HEAD + "blocs: {X: [" + members + "], Y: [" + often + "]}\n"
                + "rules: [{id: a, effect: forbid, hops: {any: {country: [" + often + ", Y]}}}]\n";

        assertThat(Bundles.read("b", bundle).rules()).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource({
        "DE, 1958-01-01, true",
        "DE, 1957-12-31, false",
        "GB, 1972-12-31, false",
        "GB, 2020-01-31, true",
        "GB, 2020-02-01, false",
        "HR, 2013-06-30, false",
        "HR, 2013-07-01, true",
        "NO, 2026-01-01, false",
    })
    void shouldKnowTheEuropeanUnionWithItsDates(String country, String day, boolean member) {
        assertThat(belongs("{X: [EU]}", country, day + "T12:00:00Z")).isEqualTo(member);
    }

    @Test
    void shouldKnowTwentySevenMemberStatesOfToday() {
        var today = Asked.about(DataClass.PUBLIC).via(Asked.process("DE"));

        assertThat(EuropeanUnion.MEMBERS)
                .filteredOn(member -> member.covers(member.member(), Asked.process("DE"), today) == Truth.TRUE)
                .hasSize(27)
                .doesNotHaveDuplicates();
    }
}
