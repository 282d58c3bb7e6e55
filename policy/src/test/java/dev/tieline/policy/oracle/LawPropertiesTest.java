package dev.tieline.policy.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.oracle.Clause.Listed;
import dev.tieline.policy.oracle.Clause.Term;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all laws and questions, tried on random ones. A failure names its seed, law and question. */
class LawPropertiesTest {
    private static final int LAWS = 40;
    private static final int QUESTIONS = 30;
    private static final List<String> CLASSES = List.of("public", "internal", "personal", "special", "unknown");
    private static final List<String> PLACES = List.of("country", "operator_home", "access_countries");

    private static Stream<Trial> trials(long seed) {
        return Trial.from(seed * 1_000_000, LAWS, QUESTIONS)
                .filter(trial -> trial.law().hasPlatform());
    }

    private static void assertNeverMore(Trial trial, Function<Law, Law> stricter) {
        var changed = stricter.apply(trial.law());
        var before = Subject.of(trial.law());
        var after = Subject.of(changed);
        for (var document : trial.documents()) {
            assertThat(after.permits(document.request()) && !before.permits(document.request()))
                    .as(() -> new Case(trial.law(), document.question()).story(trial.seed()) + "--- changed to\n"
                            + changed)
                    .isFalse();
        }
    }

    private static void assertNeverMoreOf(Trial trial, UnaryOperator<Document> raised) {
        var subject = Subject.of(trial.law());
        for (var document : trial.documents()) {
            var higher = raised.apply(document);
            assertThat(subject.permits(higher.request()) && !subject.permits(document.request()))
                    .as(() -> new Case(trial.law(), document.question()).story(trial.seed()) + "--- changed to\n"
                            + higher.question().yaml())
                    .isFalse();
        }
    }

    private static Law withoutGuards(Law law) {
        return new Law(law.books().stream()
                .map(book -> book.eachArticle(article -> withoutGuard(article))
                        .withBlocs(eachList(book.blocs(), LawPropertiesTest::withoutGuards)))
                .toList());
    }

    /** Without its guard, which may be all that a forbid has. */
    private static Article withoutGuard(Article article) {
        var bare = article.scopeIfAny().isEmpty() && article.hopsIfAny().isEmpty();
        return (bare ? article.withScope(new Scope(Map.of("action", List.of("train")))) : article).withGuard(null);
    }

    private static List<Member> withoutGuards(List<Member> members) {
        return members.stream()
                .map(member -> member instanceof Member.Dated dated ? dated.withoutGuard() : member)
                .toList();
    }

    private static <V> Map<String, V> eachList(Map<String, V> map, Function<V, V> change) {
        var changed = new LinkedHashMap<String, V>();
        map.forEach((key, value) -> changed.put(key, change.apply(value)));
        return changed;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    @Shows(Sentence.S6_FORBID)
    void shouldNeverPermitMoreWithOneMoreForbid(long seed) {
        trials(seed).forEach(trial -> {
            var chance = new Chance(trial.seed());
            var book = trial.law().books().getLast();
            var more = new ArrayList<>(book.articles());
            more.add(new Lawmaker(chance).article("more", false).withAudit(false));

            assertNeverMore(trial, law -> law.with(law.books().size() - 1, book.withArticles(more)));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    @Shows(Sentence.S6_CLASS)
    void shouldNeverPermitMoreOfAHigherClass(long seed) {
        trials(seed)
                .map(trial -> trial.with(LawPropertiesTest::withoutGuards))
                .forEach(trial -> assertNeverMoreOf(trial, LawPropertiesTest::raised));
    }

    private static Document raised(Document document) {
        var question = document.question();
        var next = Math.min(CLASSES.indexOf(question.dataClass()) + 1, CLASSES.size() - 1);
        return document.labelled(CLASSES.get(next), question.tags());
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    @Shows(Sentence.S6_TAG)
    void shouldNeverPermitMoreWithOneMoreTag(long seed) {
        trials(seed)
                .map(trial -> trial.with(LawPropertiesTest::withoutGuards))
                .forEach(trial -> Stream.of("health", "undeclared")
                        .forEach(tag -> assertNeverMoreOf(trial, document -> tagged(document, tag))));
    }

    private static Document tagged(Document document, String tag) {
        var tags = new TreeSet<>(document.question().tags());
        tags.add(tag);
        return document.labelled(document.question().dataClass(), List.copyOf(tags));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    @Shows(Sentence.S6_BLOC)
    void shouldNeverPermitMoreWithOneMemberLess(long seed) {
        trials(seed)
                .map(trial -> trial.with(LawPropertiesTest::blocsTheSafeWayRound))
                .forEach(trial -> {
                    var random = new Random(trial.seed());
                    var book = trial.law().books().getFirst();
                    var adequate = new ArrayList<>(book.blocs().get("ADEQUATE"));
                    adequate.add(new Member.Dated("FR", Lawmaker.day("2020-01-01"), null, false, null));
                    var fewer = new ArrayList<>(adequate);
                    fewer.remove(random.nextInt(fewer.size()));

                    assertNeverMore(
                            trial.with(law -> law.with(0, withAdequate(book, adequate))),
                            law -> law.with(0, withAdequate(book, fewer)));
                });
    }

    private static Book withAdequate(Book book, List<Member> members) {
        var blocs = new LinkedHashMap<>(book.blocs());
        blocs.put("ADEQUATE", List.copyOf(members));
        return book.withBlocs(blocs);
    }

    private static Law blocsTheSafeWayRound(Law law) {
        return new Law(law.books().stream()
                .map(book -> book.eachArticle(article -> article.withHops(article.hopsIfAny()
                        .map(hops -> eachList(hops, clause -> safe(clause, article.permits())))
                        .orElse(null))))
                .toList());
    }

    private static Clause safe(Clause clause, boolean plain) {
        var terms = new TreeMap<String, Term>();
        clause.terms()
                .forEach((key, term) -> terms.put(
                        key,
                        term instanceof Listed listed && PLACES.contains(key)
                                ? new Listed(listed.words(), !plain)
                                : term));
        return new Clause(clause.none(), terms);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    @Shows(Sentence.S6_ORDER)
    void shouldNotDependOnTheOrderOfRulesAndBundles(long seed) {
        trials(seed).forEach(trial -> {
            var random = new Random(trial.seed());
            var books = new ArrayList<>(trial.law().books().stream()
                    .map(book -> book.shuffled(random))
                    .toList());
            Collections.shuffle(books, random);
            var before = Subject.of(trial.law());
            var after = Subject.of(new Law(books));

            trial.documents().stream()
                    .map(Document::request)
                    .forEach(request -> assertThat(after.decide(request))
                            .as("seed %d\n%s", trial.seed(), trial.law())
                            .isEqualTo(before.decide(request)));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    @Shows(Sentence.S9_NARROWS)
    void shouldNeverPermitMoreWithTheRulesOfALowerLevel(long seed) {
        trials(seed)
                .forEach(trial -> IntStream.range(1, trial.law().books().size())
                        .forEach(level ->
                                assertNeverMore(trial.with(law -> withoutArticles(law, level)), law -> trial.law())));
    }

    private static Law withoutArticles(Law law, int level) {
        return law.with(level, law.books().get(level).withArticles(List.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 14})
    @Shows(Sentence.S10)
    void shouldDecideAsIfRulesOnTrialWereNotThere(long seed) {
        trials(seed).forEach(trial -> {
            var enforced = new Law(trial.law().books().stream()
                    .map(book -> book.withArticles(book.articles().stream()
                            .filter(article -> !article.audit())
                            .toList()))
                    .toList());
            var with = Subject.of(trial.law());
            var without = Subject.of(enforced);

            trial.documents()
                    .forEach(document -> assertThat(with.answer(document))
                            .as(() -> new Case(trial.law(), document.question()).story(trial.seed()))
                            .usingRecursiveComparison()
                            .ignoringFields("audited")
                            .isEqualTo(without.answer(document)));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {15, 16})
    @Shows(Sentence.S8)
    void shouldDecideOnANodeAsOnTheController(long seed) {
        trials(seed).forEach(trial -> {
            var controller = Subject.of(trial.law());
            var node = Subject.compiled(trial.law());

            trial.documents().stream()
                    .map(Document::request)
                    .forEach(request -> assertThat(node.decide(request))
                            .as("seed %d\n%s%s", trial.seed(), trial.law(), request)
                            .isEqualTo(controller.decide(request)));
        });
    }
}
