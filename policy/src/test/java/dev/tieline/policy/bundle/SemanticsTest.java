package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.INTERNAL;
import static dev.tieline.policy.DataClass.PERSONAL;
import static dev.tieline.policy.DataClass.PUBLIC;
import static dev.tieline.policy.DataClass.SPECIAL;
import static dev.tieline.policy.DataClass.UNKNOWN;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.process;
import static dev.tieline.policy.bundle.Asked.relay;
import static dev.tieline.policy.bundle.Bundles.evaluator;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.Hop;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.oracle.Sentence;
import dev.tieline.policy.oracle.Shows;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbered sentences of the policy model's semantics, in their order. */
class SemanticsTest {

    private static final PolicyEvaluator PERSONAL_IN_EEA = evaluator("""
            defaults: {public: allow, internal: deny}
            rules:
              - {id: in-eea, effect: permit, for: {class: [personal]}, hops: {any: {country: [EEA]}}}
            """);

    @Nested
    @Shows(Sentence.S1)
    class DenyOverrides {

        @Test
        void shouldDenyWhatAForbidMatchesThoughAPermitMatchesToo() {
            var evaluator = evaluator("""
                    rules:
                      - {id: a, effect: permit, for: {class: [personal]}, hops: {any: {}}}
                      - {id: b, effect: forbid, for: {class: [personal]}, hops: {process: {country: [US]}}}
                    """);

            var decision = evaluator.decide(about(PERSONAL).via(relay("DE"), process("US")));

            assertThat(decision.permitted()).isFalse();
            assertThat(decision.decidingRule()).isEqualTo("b");
        }

        @Test
        void shouldDenyWhatAForbidMatchesThoughTheDefaultAllowsIt() {
            var evaluator = evaluator("""
                    defaults: {public: allow}
                    rules: [{id: b, effect: forbid, hops: {any: {country: [US]}}}]
                    """);

            assertThat(evaluator.decide(about(PUBLIC).via(process("US"))).decidingRule())
                    .isEqualTo("b");
        }
    }

    @Nested
    @Shows(Sentence.S2)
    class EmptyPath {

        @ParameterizedTest
        @EnumSource(DataClass.class)
        void shouldNeedNoPermit(DataClass dataClass) {
            var decision = evaluator("").decide(about(dataClass, "health").staying());

            assertThat(decision.permitted()).isTrue();
            assertThat(decision.decidingRule()).isNull();
            assertThat(decision.reason()).isEqualTo("the path is empty: the data stays on the node that asked");
        }

        @Test
        void shouldBeDeniedByAForbidWithoutHops() {
            var evaluator = evaluator("rules: [{id: a, effect: forbid, for: {action: [train]}}]");

            var decision = evaluator.decide(about(PUBLIC).action(Action.TRAIN).staying());

            assertThat(decision.permitted()).isFalse();
            assertThat(decision.decidingRule()).isEqualTo("a");
        }
    }

    @Nested
    class Permits {

        @Test
        @Shows(Sentence.S3_PERMIT)
        void shouldAllowWhereOnePermitMatchesTheRequestAndEveryHop() {
            var decision = PERSONAL_IN_EEA.decide(about(PERSONAL).via(relay("DE"), process("FR"), relay("DE")));

            assertThat(decision.permitted()).isTrue();
            assertThat(decision.decidingRule()).isEqualTo("in-eea");
        }

        @Test
        @Shows(Sentence.S3_PERMIT)
        void shouldDenyWhereASingleHopIsNotCoveredTheBrokerIncluded() {
            assertThat(PERSONAL_IN_EEA
                            .decide(about(PERSONAL).via(relay("US"), process("FR"), relay("US")))
                            .permitted())
                    .isFalse();
        }

        @Test
        @Shows(Sentence.S3_PERMIT)
        void shouldNotMixPermitsAcrossHops() {
            var evaluator = evaluator("""
                    rules:
                      - {id: a, effect: permit, for: {class: [personal]}, hops: {any: {country: [DE]}}}
                      - {id: b, effect: permit, for: {class: [personal]}, hops: {any: {country: [FR]}}}
                    """);

            assertThat(evaluator.permits(about(PERSONAL).via(relay("DE"), process("FR"))))
                    .isFalse();
        }

        @Test
        @Shows(Sentence.S3_DEFAULT)
        void shouldLetTheClassDefaultDecideWithoutAPermit() {
            var allowed = PERSONAL_IN_EEA.decide(about(PUBLIC).via(process("US")));
            var denied = PERSONAL_IN_EEA.decide(about(INTERNAL).via(process("US")));

            assertThat(allowed.permitted()).isTrue();
            assertThat(allowed.decidingRule()).isNull();
            assertThat(allowed.reason()).isEqualTo("public is allowed by default");
            assertThat(denied.permitted()).isFalse();
            assertThat(denied.reason()).startsWith("internal is denied by default");
        }

        @Test
        @Shows(Sentence.S3_DEFAULT)
        void shouldDenyWithoutAPermitAndWithoutADefault() {
            var decision = PERSONAL_IN_EEA.decide(about(SPECIAL).via(process("DE")));

            assertThat(decision.permitted()).isFalse();
            assertThat(decision.decidingRule()).isNull();
            assertThat(decision.reason()).startsWith("no rule permits it and special has no default");
        }
    }

    @Nested
    @Shows(Sentence.S4)
    class UnknownValues {
        private final Hop somewhere = Hop.process(SiteFacts.unknown("worker"));

        @Test
        void shouldCountAsNoMatchInAPermit() {
            assertThat(PERSONAL_IN_EEA.permits(about(PERSONAL).via(somewhere))).isFalse();
        }

        @Test
        void shouldCountAsAMatchInAForbid() {
            var evaluator = Bundles.forbidding("{any: {country: [US]}}");

            assertThat(evaluator.permits(about(PUBLIC).via(somewhere))).isFalse();
        }

        @Test
        void shouldNotMatterWhereTheRuleDoesNotNameThem() {
            assertThat(Bundles.permitting("{any: {}}").permits(about(SPECIAL).via(somewhere)))
                    .isTrue();
            assertThat(Bundles.forbidding("{any: {site: [other]}}")
                            .permits(about(PUBLIC).via(somewhere)))
                    .isTrue();
        }
    }

    @Nested
    @Shows(Sentence.S5)
    class UnknownClass {

        @Test
        void shouldMatchTheClassOfEveryForbid() {
            var evaluator = evaluator("""
                    rules:
                      - {id: a, effect: forbid, for: {class: [special]}}
                      - {id: b, effect: forbid, for: {class: [public]}}
                    """);

            assertThat(evaluator.decide(about(UNKNOWN).staying()).matched()).containsExactly("a", "b");
        }

        @Test
        void shouldMatchNoPermit() {
            var evaluator = Bundles.permitting("{any: {}}");

            assertThat(evaluator.permits(about(UNKNOWN).via(process("DE")))).isFalse();
        }

        @Test
        void shouldHaveNoDefault() {
            var decision = evaluator("defaults: {public: allow, internal: allow, personal: allow, special: allow}")
                    .decide(about(UNKNOWN).via(process("DE")));

            assertThat(decision.permitted()).isFalse();
            assertThat(decision.reason()).isEqualTo("the data class is unknown, and no rule can permit that");
        }
    }

    @Nested
    class WithoutAValidBundle {
        private final PolicyEvaluator absent = new PolicyEvaluator(new BundleState.Absent("the file is corrupt"));
        private final PolicyEvaluator forbidsAll =
                evaluator("defaults: {public: allow}\nrules: [{id: a, effect: forbid}]");

        @Test
        @Shows(Sentence.S7_ABSENT)
        void shouldPermitOnlyEmptyPathsWithoutABundle() {
            var leaving = absent.decide(about(PUBLIC).via(process("DE")));

            assertThat(absent.permits(about(SPECIAL).staying())).isTrue();
            assertThat(absent.decide(about(SPECIAL).staying()).permitted()).isTrue();
            assertThat(absent.permits(about(PUBLIC).via(process("DE")))).isFalse();
            assertThat(leaving.permitted()).isFalse();
            assertThat(leaving.decidingRule()).isNull();
            assertThat(leaving.reason())
                    .isEqualTo("there is no valid bundle: the file is corrupt; only what stays on the node that asked"
                            + " is permitted");
        }

        @Test
        @Shows(Sentence.S7_EARLY)
        void shouldPermitOnlyEmptyPathsBeforeNotBeforeWithoutCountingForbids() {
            var early = about(PUBLIC).at("2025-12-31T23:59:59.999999999Z");

            assertThat(forbidsAll.permits(early.staying())).isTrue();
            assertThat(forbidsAll.decide(early.via(process("DE"))).reason())
                    .isEqualTo("bundle test version 7 is not in force before 2026-01-01T00:00:00Z; only what stays on"
                            + " the node that asked is permitted");
        }

        @Test
        @Shows(Sentence.S7_EARLY)
        void shouldBeInForceFromNotBeforeOn() {
            assertThat(forbidsAll
                            .decide(about(PUBLIC).at("2026-01-01T00:00:00Z").staying())
                            .decidingRule())
                    .isEqualTo("a");
        }
    }

    @Nested
    @Shows(Sentence.S7_EXPIRED)
    class Expired {
        private static final String ON_EXPIRY = "2027-01-01T00:00:00Z";
        private final PolicyEvaluator evaluator = evaluator("""
                defaults: {public: allow, internal: allow}
                rules:
                  - {id: anywhere, effect: permit, for: {class: [special], tags: ["*"]}, hops: {process: {}}}
                  - {id: no-us, effect: forbid, hops: {any: {country: [US]}}}
                """);

        @Test
        void shouldStillBeInForceTheMomentBeforeItExpires() {
            var last = about(SPECIAL, "health").at("2026-12-31T23:59:59.999999999Z");

            assertThat(evaluator.permits(last.via(process("DE")))).isTrue();
        }

        @Test
        void shouldStillForbid() {
            var decision = evaluator.decide(about(PUBLIC).at(ON_EXPIRY).via(process("US")));

            assertThat(decision.decidingRule()).isEqualTo("no-us");
        }

        @Test
        void shouldLetUntaggedPublicDataLeaveWhereAPermitMatches() {
            var decision = evaluator.decide(about(PUBLIC).at(ON_EXPIRY).via(process("DE")));

            assertThat(decision.permitted()).isTrue();
            assertThat(decision.decidingRule()).isEqualTo("anywhere");
        }

        @Test
        void shouldLetUntaggedPublicDataLeaveWhereTheDefaultAllowsIt() {
            var decision = evaluator.decide(about(PUBLIC).at(ON_EXPIRY).via(relay("DE")));

            assertThat(decision.permitted()).isTrue();
            assertThat(decision.decidingRule()).isNull();
        }

        @Test
        void shouldNotLetPublicDataLeaveWhereNothingAllowsIt() {
            var denying = evaluator("defaults: {public: deny}");

            assertThat(denying.permits(about(PUBLIC).at(ON_EXPIRY).via(process("DE"))))
                    .isFalse();
        }

        @Test
        void shouldKeepTaggedPublicDataAndHigherClassesOnTheNode() {
            var tagged = evaluator.decide(about(PUBLIC, "health").at(ON_EXPIRY).via(process("DE")));
            var internal = evaluator.decide(about(INTERNAL).at(ON_EXPIRY).via(process("DE")));

            assertThat(tagged.permitted()).isFalse();
            assertThat(tagged.reason())
                    .isEqualTo("bundle test version 7 expired at 2027-01-01T00:00:00Z; only public data without tags"
                            + " may leave, and this is public [health]");
            assertThat(internal.permitted()).isFalse();
            assertThat(internal.decidingRule()).isNull();
        }

        @Test
        void shouldGoOnServingLocally() {
            assertThat(evaluator.permits(about(SPECIAL, "health").at(ON_EXPIRY).staying()))
                    .isTrue();
        }
    }

    @Test
    @Shows(Sentence.S8)
    void shouldGiveTheSameDecisionForTheSameRequestBundleAndTime() {
        var other = evaluator("""
                defaults: {internal: deny, public: allow}
                rules:
                  - {effect: permit, hops: {any: {country: [EEA]}}, id: in-eea, for: {class: [personal]}}
                """);
        var request = about(PERSONAL).via(relay("DE"), process("US"));

        assertThat(other.decide(request)).isEqualTo(PERSONAL_IN_EEA.decide(request));
    }
}
