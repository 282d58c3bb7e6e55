package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.INTERNAL;
import static dev.tieline.policy.DataClass.PERSONAL;
import static dev.tieline.policy.DataClass.PUBLIC;
import static dev.tieline.policy.DataClass.SPECIAL;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.process;
import static dev.tieline.policy.bundle.Bundles.evaluator;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Action;
import dev.tieline.policy.Transform;
import dev.tieline.policy.oracle.Sentence;
import dev.tieline.policy.oracle.Shows;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the policy model says about {@code for} and about defaults. */
class RequestMatchTest {

    private static PolicyEvaluator permit(String match) {
        return evaluator("rules: [{id: a, effect: permit, for: " + match + ", hops: {any: {}}}]");
    }

    private static PolicyEvaluator forbid(String match) {
        return evaluator("rules: [{id: a, effect: forbid, for: " + match + "}]");
    }

    private static boolean permits(PolicyEvaluator evaluator, Asked asked) {
        return evaluator.permits(asked.via(process("DE")));
    }

    private static boolean forbids(PolicyEvaluator evaluator, Asked asked) {
        return !evaluator.permits(asked.staying());
    }

    @Nested
    class Permit {

        @Test
        @Shows(Sentence.M_CLASS_PERMIT)
        void shouldCoverAListedClassAndEveryLowerOne() {
            var evaluator = permit("{class: [personal]}");

            assertThat(permits(evaluator, about(PUBLIC))).isTrue();
            assertThat(permits(evaluator, about(INTERNAL))).isTrue();
            assertThat(permits(evaluator, about(PERSONAL))).isTrue();
            assertThat(permits(evaluator, about(SPECIAL))).isFalse();
        }

        @Test
        @Shows(Sentence.M_CLASS_PERMIT)
        void shouldCoverWhatTheHighestListedClassCovers() {
            assertThat(permits(permit("{class: [special, public]}"), about(PERSONAL)))
                    .isTrue();
        }

        @Test
        @Shows(Sentence.M_TAGS_PERMIT)
        void shouldCoverOnlyUntaggedRequestsWhereTagsAreLeftOut() {
            var evaluator = permit("{class: [personal]}");

            assertThat(permits(evaluator, about(PERSONAL))).isTrue();
            assertThat(permits(evaluator, about(PERSONAL, "health"))).isFalse();
            assertThat(permits(evaluator, about(PERSONAL, "undeclared"))).isFalse();
        }

        @Test
        @Shows(Sentence.M_TAGS_PERMIT)
        void shouldNeedAllTagsOfTheRequestToBeListed() {
            var evaluator = permit("{class: [personal], tags: [health]}");

            assertThat(permits(evaluator, about(PERSONAL))).isTrue();
            assertThat(permits(evaluator, about(PERSONAL, "health"))).isTrue();
            assertThat(permits(evaluator, about(PERSONAL, "health", "export-controlled")))
                    .isFalse();
            assertThat(permits(evaluator, about(PERSONAL, "health", "undeclared")))
                    .isFalse();
        }

        @Test
        @Shows(Sentence.M_TAGS_ANY)
        void shouldCoverAnyTagsWithTheWildcardUndeclaredOnesIncluded() {
            var evaluator = permit("{class: [personal], tags: [\"*\"]}");

            assertThat(permits(evaluator, about(PERSONAL))).isTrue();
            assertThat(permits(evaluator, about(PERSONAL, "health", "undeclared")))
                    .isTrue();
        }

        @Test
        @Shows(Sentence.M_WORDS)
        void shouldNeedThePurposeToBeListedKnownAndDeclared() {
            var evaluator = permit("{class: [personal], purpose: [diagnostics]}");

            assertThat(permits(evaluator, about(PERSONAL).purpose("diagnostics")))
                    .isTrue();
            assertThat(permits(evaluator, about(PERSONAL).purpose("billing"))).isFalse();
            assertThat(permits(evaluator, about(PERSONAL).purpose("undeclared")))
                    .isFalse();
            assertThat(permits(evaluator, about(PERSONAL).purpose(null))).isFalse();
        }

        @Test
        @Shows(Sentence.M_WORDS)
        void shouldNeedTheActionToBeListed() {
            var evaluator = permit("{class: [personal], action: [infer, deploy-model]}");

            assertThat(permits(evaluator, about(PERSONAL).action(Action.DEPLOY_MODEL)))
                    .isTrue();
            assertThat(permits(evaluator, about(PERSONAL).action(Action.TRAIN))).isFalse();
        }

        @Test
        @Shows(Sentence.M_WORDS)
        void shouldNeedTheTransformToBeListedAndKnown() {
            var evaluator = permit("{class: [personal], transform: [anonymised, aggregate]}");

            assertThat(permits(evaluator, about(PERSONAL).transform(Transform.AGGREGATE)))
                    .isTrue();
            assertThat(permits(evaluator, about(PERSONAL).transform(Transform.RAW)))
                    .isFalse();
            assertThat(permits(evaluator, about(PERSONAL).transform(null))).isFalse();
        }

        @Test
        @Shows(Sentence.M_FOR)
        void shouldMatchAllValuesOfADimensionThatIsLeftOut() {
            var evaluator = permit("{class: [personal]}");

            assertThat(permits(
                            evaluator,
                            about(PERSONAL).purpose(null).transform(null).action(Action.TRAIN)))
                    .isTrue();
        }

        @Test
        @Shows(Sentence.M_FOR)
        void shouldNeedEachNamedDimension() {
            var evaluator = permit("{class: [personal], purpose: [diagnostics], action: [infer]}");

            assertThat(permits(evaluator, about(PERSONAL))).isTrue();
            assertThat(permits(evaluator, about(PERSONAL).action(Action.STORE))).isFalse();
            assertThat(permits(evaluator, about(PERSONAL).purpose("billing"))).isFalse();
        }
    }

    @Nested
    class Forbid {

        @Test
        @Shows(Sentence.M_CLASS_FORBID)
        void shouldCoverAListedClassAndEveryHigherOne() {
            var evaluator = forbid("{class: [personal]}");

            assertThat(forbids(evaluator, about(INTERNAL))).isFalse();
            assertThat(forbids(evaluator, about(PERSONAL))).isTrue();
            assertThat(forbids(evaluator, about(SPECIAL))).isTrue();
        }

        @Test
        @Shows(Sentence.M_CLASS_FORBID)
        void shouldCoverWhatTheLowestListedClassCovers() {
            assertThat(forbids(forbid("{class: [special, internal]}"), about(PERSONAL)))
                    .isTrue();
        }

        @Test
        @Shows(Sentence.M_TAGS_FORBID)
        void shouldMatchWhereAtLeastOneTagIsListed() {
            var evaluator = forbid("{tags: [health]}");

            assertThat(forbids(evaluator, about(PUBLIC))).isFalse();
            assertThat(forbids(evaluator, about(PUBLIC, "export-controlled"))).isFalse();
            assertThat(forbids(evaluator, about(PUBLIC, "export-controlled", "health")))
                    .isTrue();
        }

        @Test
        @Shows(Sentence.M_UNKNOWN_REQUEST)
        void shouldTakeAnUndeclaredTagForAListedOne() {
            assertThat(forbids(forbid("{tags: [health]}"), about(PUBLIC, "undeclared")))
                    .isTrue();
        }

        @Test
        @Shows(Sentence.M_UNKNOWN_REQUEST)
        void shouldNotBeEvadedByAMissingOrUndeclaredPurpose() {
            var evaluator = forbid("{purpose: [billing]}");

            assertThat(forbids(evaluator, about(PUBLIC).purpose("billing"))).isTrue();
            assertThat(forbids(evaluator, about(PUBLIC).purpose(null))).isTrue();
            assertThat(forbids(evaluator, about(PUBLIC).purpose("undeclared"))).isTrue();
            assertThat(forbids(evaluator, about(PUBLIC).purpose("diagnostics"))).isFalse();
        }

        @Test
        @Shows(Sentence.M_UNKNOWN_REQUEST)
        void shouldNotBeEvadedByAMissingTransform() {
            var evaluator = forbid("{transform: [raw]}");

            assertThat(forbids(evaluator, about(PUBLIC).transform(null))).isTrue();
            assertThat(forbids(evaluator, about(PUBLIC).transform(Transform.FEATURES)))
                    .isFalse();
        }

        @Test
        @Shows({Sentence.M_FOR_NEEDED, Sentence.M_BARE_FORBID})
        void shouldMatchEveryRequestWhereForIsLeftOut() {
            var evaluator = evaluator("rules: [{id: a, effect: forbid}]");

            assertThat(forbids(evaluator, about(PUBLIC))).isTrue();
        }
    }

    @Test
    @Shows(Sentence.M_DEFAULTS_TAGS)
    void shouldCoverTaggedRequestsByADefaultUndeclaredTagsIncluded() {
        var evaluator = evaluator("defaults: {public: allow}");

        assertThat(permits(evaluator, about(PUBLIC, "health", "undeclared"))).isTrue();
    }
}
