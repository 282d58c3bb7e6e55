package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.PERSONAL;
import static dev.tieline.policy.DataClass.PUBLIC;
import static dev.tieline.policy.DataClass.UNKNOWN;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.inCountry;
import static dev.tieline.policy.bundle.Asked.process;
import static dev.tieline.policy.bundle.Asked.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.guard.compile.CelGuardCompiler;
import dev.tieline.policy.oracle.Sentence;
import dev.tieline.policy.oracle.Shows;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules and dated members with {@code when}. */
class GuardsTest {
    private static final CelGuardCompiler COMPILER = new CelGuardCompiler();
    private static final Hop SOMEWHERE = Hop.process(SiteFacts.unknown("worker"));

    private static PolicyEvaluator evaluator(String rest) {
        var text = new BundleText("test.yaml", Bundles.HEAD + Bundles.WORDS.replace("blocs:", "#") + rest);
        return new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read(List.of(text), COMPILER)));
    }

    private static PolicyEvaluator forbidding(String rest) {
        return evaluator("""
                defaults: {public: allow, internal: allow, personal: allow, special: allow}
                rules: [{id: a, effect: forbid, %s}]
                """.formatted(rest));
    }

    private static PolicyEvaluator permitting(String rest) {
        return evaluator("rules: [{id: a, effect: permit, for: {class: [special], tags: [\"*\"]}, " + rest + "}]");
    }

    private static Hop held(String country, String... certs) {
        var jurisdiction = Jurisdiction.of(country);
        return Hop.process(
                new SiteFacts("worker", jurisdiction, jurisdiction, null, null, Set.of(certs), null, null, null));
    }

    @Nested
    class OfAForbid {

        @Test
        @Shows(Sentence.M_HOPS_FORBID)
        void shouldHoldOfTheSameHopAsTheClause() {
            var evaluator = forbidding("hops: {process: {country: [US]}}, when: \"hop.site == 'broker'\"");

            assertThat(evaluator.permits(about(PUBLIC).via(relay("US"), process("US"))))
                    .isTrue();
            assertThat(evaluator.permits(about(PUBLIC).via(Hop.process(inCountry("broker", "US")))))
                    .isFalse();
        }

        @Test
        @Shows(Sentence.M_WHEN_FORBID)
        void shouldBeAskedOfEachHopWhereThereIsNoClause() {
            var evaluator = forbidding("when: \"hop.country != origin.country\"");

            assertThat(evaluator.permits(about(PUBLIC).via(relay("DE"), process("DE"))))
                    .isTrue();
            assertThat(evaluator
                            .decide(about(PUBLIC).via(relay("DE"), process("FR")))
                            .reason())
                    .isEqualTo(
                            "rule a forbids it at hop 2 (process worker: when true, needs !(hop.country != origin.country))");
        }

        @Test
        @Shows(Sentence.M_WHEN_FORBID)
        void shouldNotBeAskedOfAnEmptyPathIfItMentionsAHop() {
            var evaluator = forbidding("when: \"request.class == 'public' || hop.country == 'US'\"");

            assertThat(evaluator.permits(about(PUBLIC).staying())).isTrue();
        }

        @Test
        @Shows(Sentence.M_WHEN_FORBID)
        void shouldBeAskedOnceOfAnEmptyPathOtherwise() {
            var evaluator = forbidding("when: \"request.class == 'public'\"");

            assertThat(evaluator.decide(about(PUBLIC).staying()).reason())
                    .isEqualTo("rule a forbids it (when true, needs !(request.class == 'public'))");
            assertThat(evaluator.permits(about(PERSONAL).staying())).isTrue();
        }

        @Test
        @Shows(Sentence.M_HOPS_STAY)
        void shouldNotMatchAnEmptyPathWhereThereAreClauses() {
            assertThat(forbidding("hops: {any: {}}, when: \"true\"")
                            .permits(about(PUBLIC).staying()))
                    .isTrue();
        }

        @Test
        @Shows({Sentence.S4, Sentence.M_WHEN_ERROR})
        void shouldMatchWhereItFails() {
            var evaluator = forbidding("when: \"hop.country == 'US'\"");

            assertThat(evaluator.decide(about(PUBLIC).via(SOMEWHERE)).reason())
                    .isEqualTo(
                            "rule a forbids it at hop 1 (process worker: when unknown, needs !(hop.country == 'US'))");
        }

        @Test
        @Shows(Sentence.M_WHEN_ERROR)
        void shouldNotMatchWhereItFailsAndTheTypedPartsDoNot() {
            var byClass = forbidding("for: {class: [personal]}, when: \"hop.country == 'US'\"");
            var byClause = forbidding("hops: {relay: {}}, when: \"hop.country == 'US'\"");

            assertThat(byClass.permits(about(PUBLIC).via(SOMEWHERE))).isTrue();
            assertThat(byClause.permits(about(PUBLIC).via(SOMEWHERE))).isTrue();
        }
    }

    @Nested
    class OfAPermit {

        @Test
        @Shows(Sentence.M_WHEN_PERMIT)
        void shouldHaveToHoldOfEveryHop() {
            var evaluator = permitting("hops: {any: {}}, when: \"hop.country in ['DE', 'FR']\"");

            assertThat(evaluator.permits(about(PERSONAL).via(relay("DE"), process("FR"))))
                    .isTrue();
            assertThat(evaluator.permits(about(PERSONAL).via(relay("DE"), process("US"))))
                    .isFalse();
        }

        @Test
        @Shows({Sentence.S4, Sentence.M_WHEN_PERMIT})
        void shouldNotHoldWhereItFails() {
            assertThat(permitting("hops: {any: {}}, when: \"hop.country != 'US'\"")
                            .permits(about(PERSONAL).via(SOMEWHERE)))
                    .isFalse();
        }

        @Test
        void shouldBeANearMissWithTheHopAndTheExpression() {
            var decision = permitting("hops: {any: {}}, when: \"hop.country\\n == 'DE'\"")
                    .decide(about(PERSONAL).via(relay("DE"), process("US")));

            assertThat(decision.nearMisses())
                    .containsExactly(new Misfit(
                            "a", new Misfit.At(2, process("US")), "when", "when false", "hop.country == 'DE'"));
            assertThat(decision.reason())
                    .endsWith("rule a failed at hop 2 (process worker: when false, needs hop.country == 'DE')");
        }

        @Test
        @Shows(Sentence.M_WHEN_PERMIT)
        void shouldBeAskedOfTheRequestToo() {
            var evaluator = permitting("hops: {any: {}}, when: \"request.purpose == 'billing'\"");

            assertThat(evaluator.permits(about(PERSONAL).purpose("billing").via(SOMEWHERE)))
                    .isTrue();
            assertThat(evaluator.permits(about(PERSONAL).via(SOMEWHERE))).isFalse();
        }
    }

    @Nested
    @Shows(Sentence.M_MEMBER_WHEN)
    class OfADatedMember {
        private static final String BLOC = """
                blocs:
                  ADEQUATE:
                    - {country: US, from: 2023-07-10, when: "'dpf' in hop.certs"}
                    - {country: CA, from: 2020-01-01, suspended: true, when: "'dpf' in hop.certs"}
                """;
        private final PolicyEvaluator permitting = evaluator(
                BLOC + "rules: [{id: a, effect: permit, for: {class: [public]}, hops: {any: {country: [ADEQUATE]}}}]");
        private final PolicyEvaluator forbidding = evaluator(BLOC + """
                defaults: {public: allow}
                rules: [{id: a, effect: forbid, hops: {any: {country: {not: [ADEQUATE]}}}}]
                """);

        @ParameterizedTest
        @CsvSource({"US, dpf, true", "US, c5, false", "DE, dpf, false", "CA, dpf, false"})
        void shouldBelongWhereTheGuardHoldsOfTheHopAtHand(String country, String cert, boolean member) {
            var request = about(PUBLIC).via(held(country, cert));

            assertThat(permitting.permits(request)).isEqualTo(member);
            assertThat(forbidding.permits(request)).isEqualTo(member);
        }

        @Test
        void shouldBeUnknownWhereTheGuardFails() {
            var request = about(PUBLIC).via(process("US"));

            assertThat(permitting.permits(request)).isFalse();
            assertThat(forbidding.permits(request)).isFalse();
        }

        @Test
        void shouldBeJudgedWithTheHopForItsOperatorAndWhoCanAdministerItToo() {
            var byAccess = evaluator(
                    BLOC
                            + "rules: [{id: a, effect: permit, for: {class: [public]}, hops: {any: {access_countries: [ADEQUATE]}}}]");
            var facts = new SiteFacts(
                    "s",
                    Jurisdiction.of("DE"),
                    null,
                    Set.of(Jurisdiction.of("US")),
                    null,
                    Set.of("dpf"),
                    null,
                    null,
                    null);

            assertThat(byAccess.permits(about(PUBLIC).via(Hop.process(facts)))).isTrue();
        }
    }

    @Nested
    class Fields {

        @ParameterizedTest
        @CsvSource(delimiter = ';', textBlock = """
                hop.country == 'US' && hop.subdivision == 'CA' ; US-CA ; true
                hop.operator_home == 'US'                      ; US-CA ; true
                has(hop.subdivision)                           ; US    ; false
                has(hop.tee) || hop.attested               ; US    ; false
                !has(hop.retention_s)                          ; US    ; true
                """)
        @Shows({Sentence.M_GUARD_FIELDS, Sentence.M_GUARD_ABSENT})
        void shouldBeCountriesWithoutSubdivisionAndAbsentIfUnknown(String when, String country, boolean holds) {
            var evaluator = permitting("hops: {any: {}}, when: \"" + when + "\"");

            assertThat(evaluator.permits(about(PERSONAL).via(process(country)))).isEqualTo(holds);
        }

        @Test
        @Shows(Sentence.M_GUARD_ABSENT)
        void shouldBeAbsentForAnUnknownClassAnUndeclaredTagAndAnUndeclaredPurpose() {
            assertThat(forbidding("when: \"has(request.class)\"")
                            .permits(about(UNKNOWN).staying()))
                    .isTrue();
            assertThat(forbidding("when: \"'health' in request.tags\"")
                            .permits(about(PUBLIC, "nonsense").staying()))
                    .isFalse();
            assertThat(forbidding("when: \"request.purpose == 'billing'\"")
                            .permits(about(PUBLIC).purpose("nonsense").staying()))
                    .isFalse();
        }
    }

    /** What CEL does with a failing side is what Kleene's logic does with an unknown one. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            hop.tee || true;                 true
            true || hop.tee;                 true
            hop.tee || false;                unknown
            hop.tee && false;                false
            hop.tee && true;                 unknown
            !hop.tee;                        unknown
            ['x'].exists(x, hop.tee);        unknown
            ['x', 'y'].exists(x, x == 'y' || hop.tee); true
            hop.tee ? true : true;           unknown
            """)
    @Shows(Sentence.M_WHEN_ERROR)
    void shouldTakeTheFailureOfOneSideForUnknown(String when, String expected) {
        var request = about(PUBLIC).via(process("US"));
        var permits = permitting("hops: {any: {}}, when: \"" + when + "\"").permits(request);
        var forbids = !forbidding("when: \"" + when + "\"").permits(request);

        assertThat(permits ? "true" : forbids ? "unknown" : "false").isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            [0,1,2,3,4,5,6,7,8,9].all(a, [0,1,2,3,4,5,6,7,8,9].all(b, a >= 0 && b >= 0));                                    true
            {MANY}.all(a, {MANY}.all(b, a >= 0 && b >= 0));                                                                  unknown
            hop.country.matches('(((a{1,99}){1,99}){1,99})');                                                          unknown
            1 / 0 == 1;                                                                                                unknown
            hop.country == dyn(1);                                                                                     false
            """)
    void shouldEndWithoutAnAnswerBeyondItsLimits(String when, String expected) {
        var many = IntStream.range(0, 40).boxed().toList().toString();

        shouldTakeTheFailureOfOneSideForUnknown(when.replace("{MANY}", many), expected);
    }
}
