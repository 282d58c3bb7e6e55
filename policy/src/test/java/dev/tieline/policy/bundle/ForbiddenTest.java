package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.PERSONAL;
import static dev.tieline.policy.DataClass.PUBLIC;
import static dev.tieline.policy.DataClass.SPECIAL;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.inCountry;
import static dev.tieline.policy.bundle.Asked.process;
import static dev.tieline.policy.bundle.Asked.relay;
import static dev.tieline.policy.bundle.Asked.store;
import static dev.tieline.policy.bundle.Bundles.evaluator;
import static dev.tieline.policy.bundle.Bundles.forbidding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.guard.compile.CelGuardCompiler;
import dev.tieline.policy.oracle.Sentence;
import dev.tieline.policy.oracle.Shows;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a denial by a forbid says of itself: which hop, by which clause, what is there, and what would do. */
class ForbiddenTest {
    private static final PolicyRequest TO_US = about(PUBLIC).via(relay("US"), process("US"), relay("US"));

    private static PolicyDecision.Deny denied(PolicyEvaluator evaluator, PolicyRequest request) {
        var decision = evaluator.decide(request);
        assertThat(decision).isInstanceOf(PolicyDecision.Deny.class);
        return (PolicyDecision.Deny) decision;
    }

    private static PolicyEvaluator rule(String text) {
        var bundle = new BundleText(
                "test.yaml", Bundles.HEAD + Bundles.WORDS + "rules: [{id: a, effect: forbid, " + text + "}]");
        return new PolicyEvaluator(
                new BundleState.Valid(PolicySetReader.read(List.of(bundle), new CelGuardCompiler())));
    }

    @Nested
    class TheHop {

        @Test
        @Shows(Sentence.M_DECIDING_HOP)
        void shouldBeTheFirstOnThePathThatMatches() {
            var evaluator = forbidding("{any: {country: [US]}}");

            assertThat(denied(evaluator, about(PUBLIC).via(relay("DE"), process("US"), relay("US")))
                            .forbidden())
                    .isEqualTo(new Misfit(
                            "a", new Misfit.At(2, process("US")), "hops.any.country", "US", "other than US"));
        }

        @Test
        @Shows(Sentence.M_DECIDING_HOP)
        void shouldBeTheFirstThatSatisfiesTheClauseAndMakesTheExpressionTrue() {
            var evaluator = rule("hops: {any: {country: [US]}}, when: \"hop.role == 'process'\"");

            assertThat(denied(evaluator, TO_US).forbidden())
                    .isEqualTo(new Misfit(
                            "a",
                            new Misfit.At(2, process("US")),
                            "hops.any",
                            "country US, when true",
                            "country other than US; or !(hop.role == 'process')"));
        }

        @Test
        @Shows(Sentence.M_DECIDING_HOP)
        void shouldBeTheFirstOfWhichNothingIsKnownWhereThatIsAMatch() {
            var evaluator = forbidding("{any: {country: {not: [EU]}}}");
            var somewhere = Hop.relay(Hop.Sees.CLEAR, SiteFacts.unknown("broker"));

            assertThat(denied(evaluator, about(PUBLIC).via(somewhere, process("US")))
                            .forbidden())
                    .isEqualTo(new Misfit("a", new Misfit.At(1, somewhere), "hops.any.country", "unknown", "EU"));
        }

        @Test
        @Shows(Sentence.M_DECIDING_HOP)
        void shouldBeNoneWhereTheRuleLooksAtNone() {
            assertThat(denied(rule("for: {class: [public]}"), TO_US).forbidden())
                    .isEqualTo(new Misfit("a", null, "for.class", "public", "none"));
            assertThat(denied(rule("when: \"request.action == 'infer'\""), TO_US)
                            .forbidden())
                    .isEqualTo(new Misfit("a", null, "when", "when true", "!(request.action == 'infer')"));
        }

        @Test
        @Shows(Sentence.M_DECIDING_HOP)
        void shouldBeThatOfTheForbidWithTheSmallestIdThatDecides() {
            var evaluator = evaluator("""
                    rules:
                      - {id: a, effect: forbid, mode: audit, hops: {relay: {}}}
                      - {id: c, effect: forbid, hops: {relay: {}}}
                      - {id: b, effect: forbid, hops: {process: {country: [US]}}}
                    """);

            var deny = denied(evaluator, TO_US);

            assertThat(deny.forbidden())
                    .isEqualTo(new Misfit(
                            "b", new Misfit.At(2, process("US")), "hops.process.country", "US", "other than US"));
            assertThat(deny.audited()).containsExactly("a");
        }
    }

    @Nested
    class TheCause {

        @Test
        void shouldBeWhatTheForbidMatchedThoughAPermitCameNear() {
            var evaluator = evaluator("""
                    rules:
                      - {id: a, effect: permit, for: {class: [personal]}, hops: {any: {country: [DE]}}}
                      - {id: z, effect: forbid, hops: {any: {country: [US]}}}
                    """);

            var deny = denied(evaluator, TO_US);

            assertThat(deny.decidingRule()).isEqualTo("z");
            assertThat(deny.nearMisses()).isEmpty();
            assertThat(deny.cause())
                    .hasValue(
                            new Misfit("z", new Misfit.At(1, relay("US")), "hops.any.country", "US", "other than US"));
        }

        @Test
        void shouldBeThePermitThatCameNearestWhereNoForbidMatches() {
            var evaluator = evaluator("""
                    rules: [{id: a, effect: permit, for: {class: [personal]}, hops: {any: {country: [DE]}}}]
                    """);

            var deny = denied(evaluator, TO_US);

            assertThat(deny.forbidden()).isNull();
            assertThat(deny.decidingRule()).isNull();
            assertThat(deny.cause()).hasValue(deny.nearMisses().getFirst());
        }

        @Test
        void shouldBeMissingWhereNoRuleCameNear() {
            assertThat(denied(evaluator("defaults: {public: deny}"), TO_US).cause())
                    .isEmpty();
            assertThat(denied(new PolicyEvaluator(new BundleState.Absent("none is configured")), TO_US)
                            .cause())
                    .isEmpty();
        }
    }

    @Nested
    class TheWords {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                country: [US, CA]                | country US-VA        | other than US, CA
                country: {not: [DE, FR]}         | country US-VA        | DE, FR
                operator_home: [US]              | operator_home unknown | other than US
                access_countries: [US]           | access_countries US  | some outside US
                access_countries: {not: [EU]}    | access_countries US  | EU
                tier: [region]                   | tier region          | other than region
                sees: {not: [cipher, metadata]}  | sees clear           | cipher, metadata
                site: [us-east]                  | site us-east         | other than us-east
                key_custody: {not: [customer]}   | key_custody provider | customer
                certs: [c5, soc2]                | certs c5, iso27001   | none of c5, soc2
                certs: {not: [hipaa, baa]}       | certs c5, iso27001   | hipaa or baa
                tee: false                       | tee false            | true
                attested: true                   | attested unknown     | false
                same: origin.operator_home       | operator_home unknown | other than origin.operator_home DE
                """)
        void shouldSayWhatTheHopHasAndWhatWouldDo(String condition, String actual, String expected) {
            var facts = SiteFacts.read("us-east", YamlReader.read("facts", """
                    {country: US-VA, access_countries: [US], tier: region, key_custody: provider,
                     certs: [iso27001, c5], tee: false}
                    """).asMap());

            var deny = denied(
                    forbidding("{process: {" + condition + "}}"), about(PUBLIC).via(Hop.process(facts)));

            assertThat(deny.reason())
                    .isEqualTo("rule a forbids it at hop 1 (process us-east: " + actual + ", needs " + expected + ")");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                class: [internal]                  | for.class     | special           | lower than internal
                tags: [health, export-controlled]  | for.tags      | health            | none of health, export-controlled
                purpose: [diagnostics, billing]    | for.purpose   | diagnostics       | other than diagnostics or billing
                transform: [raw]                   | for.transform | raw               | other than raw
                """)
        void shouldSayWhatTheRequestHasAndWhatWouldDo(String named, String clause, String actual, String expected) {
            var deny = denied(
                    rule("for: {" + named + "}"), about(SPECIAL, "health").via(process("US")));

            assertThat(deny.forbidden()).isEqualTo(new Misfit("a", null, clause, actual, expected));
        }

        @Test
        void shouldSayAllThatARuleNamesAndThatOneOfItIsEnough() {
            var byRequest = rule("for: {class: [personal], action: [infer]}");
            var byHop = forbidding("{process: {country: [US], sees: [clear]}}");

            assertThat(denied(byRequest, about(PERSONAL).staying()).reason())
                    .isEqualTo("rule a forbids it (class personal, action infer, needs class lower than personal;"
                            + " or action other than infer)");
            assertThat(denied(byHop, TO_US).forbidden())
                    .isEqualTo(new Misfit(
                            "a",
                            new Misfit.At(2, process("US")),
                            "hops.process",
                            "country US, sees clear",
                            "country other than US; or sees other than clear"));
        }

        @Test
        void shouldSayThatNothingOfTheKindWillDoWhereTheRuleNamesNothing() {
            assertThat(denied(forbidding("{store: {}}"), about(PUBLIC).via(process("DE"), store("DE")))
                            .forbidden())
                    .isEqualTo(new Misfit(
                            "a", new Misfit.At(2, store("DE")), "hops.store", "a store hop", "no store hop"));
            assertThat(denied(evaluator("rules: [{id: a, effect: forbid}]"), TO_US)
                            .forbidden())
                    .isEqualTo(new Misfit("a", null, "for", "a request", "none"));
        }

        @Test
        void shouldSayTheExpressionAloneWhereItsClauseNamesNothing() {
            var deny = denied(rule("hops: {process: {}}, when: \"hop.country == 'US'\""), TO_US);

            assertThat(deny.forbidden())
                    .isEqualTo(new Misfit(
                            "a", new Misfit.At(2, process("US")), "when", "when true", "!(hop.country == 'US')"));
        }

        @Test
        void shouldTakeTheClauseOfTheRoleBeforeAnyInWhateverOrderTheyStand() {
            var elsewhere = about(PUBLIC).via(Hop.process(inCountry("worker", "US")));

            assertThat(denied(forbidding("{any: {sees: [clear]}, process: {country: [US]}}"), elsewhere))
                    .isEqualTo(denied(forbidding("{process: {country: [US]}, any: {sees: [clear]}}"), elsewhere))
                    .extracting(deny -> deny.cause().orElseThrow().clause())
                    .isEqualTo("hops.process.country");
        }
    }
}
