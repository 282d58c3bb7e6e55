package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.PUBLIC;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.process;
import static dev.tieline.policy.bundle.Asked.relay;
import static dev.tieline.policy.bundle.Asked.store;
import static dev.tieline.policy.bundle.Bundles.forbidding;
import static dev.tieline.policy.bundle.Bundles.permitting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Hop;
import dev.tieline.policy.oracle.Sentence;
import dev.tieline.policy.oracle.Shows;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the policy model says about {@code hops}. */
class HopsTest {

    private static boolean permits(PolicyEvaluator evaluator, Hop... hops) {
        return evaluator.permits(about(PUBLIC).via(hops));
    }

    @Nested
    class OfAPermit {

        @Test
        @Shows(Sentence.M_HOPS_PERMIT)
        void shouldNeedEveryHopToSatisfyTheClauseOfItsRole() {
            var evaluator = permitting("{process: {country: [FR]}, relay: {country: [DE]}}");

            assertThat(permits(evaluator, relay("DE"), process("FR"), relay("DE")))
                    .isTrue();
            assertThat(permits(evaluator, relay("DE"), process("DE"), relay("DE")))
                    .isFalse();
            assertThat(permits(evaluator, relay("DE"), process("FR"), relay("FR")))
                    .isFalse();
        }

        @Test
        @Shows(Sentence.M_HOPS_PERMIT)
        void shouldUseAnyOnlyWhereTheRoleHasNoClauseOfItsOwn() {
            var evaluator = permitting("{process: {country: [FR]}, any: {country: [DE]}}");

            assertThat(permits(evaluator, relay("DE"), process("FR"))).isTrue();
            assertThat(permits(evaluator, relay("DE"), process("DE"))).isFalse();
            assertThat(permits(evaluator, relay("FR"), process("FR"))).isFalse();
        }

        @Test
        @Shows(Sentence.M_HOPS_ROLE)
        void shouldNotPermitARoleWithNeitherClauseNorAny() {
            var evaluator = permitting("{process: {}, relay: {}}");

            assertThat(permits(evaluator, relay("DE"), process("DE"))).isTrue();
            assertThat(permits(evaluator, relay("DE"), store("DE"))).isFalse();
        }

        @Test
        @Shows(Sentence.M_HOPS_ROLE)
        void shouldPermitNoHopOfARoleWithNone() {
            var evaluator = permitting("{store: {none: true}, any: {}}");

            assertThat(permits(evaluator, relay("DE"), process("DE"))).isTrue();
            assertThat(permits(evaluator, store("DE"))).isFalse();
        }

        @Test
        @Shows(Sentence.M_HOPS_NEEDED)
        void shouldPermitAnyPathWithAnEmptyAny() {
            assertThat(permits(permitting("{any: {}}"), relay("US"), process("CN"), store("DE")))
                    .isTrue();
        }

        @Test
        @Shows(Sentence.M_HOPS_PERMIT)
        void shouldNeedAllConditionsOfAClause() {
            var evaluator = permitting("{any: {country: [DE], sees: [clear]}}");

            assertThat(permits(evaluator, relay("DE"))).isTrue();
            assertThat(permits(evaluator, relay("US"))).isFalse();
            assertThat(permits(evaluator, store("DE"))).isFalse();
        }
    }

    @Nested
    class OfAForbid {

        @Test
        @Shows(Sentence.M_HOPS_FORBID)
        void shouldMatchWhereOneHopSatisfiesTheClauseOfItsRole() {
            var evaluator = forbidding("{relay: {country: [US]}}");

            assertThat(permits(evaluator, relay("DE"), process("US"), relay("DE")))
                    .isTrue();
            assertThat(permits(evaluator, relay("DE"), process("DE"), relay("US")))
                    .isFalse();
        }

        @Test
        @Shows(Sentence.M_HOPS_FORBID)
        void shouldNeedOneHopToSatisfyAllConditionsOfAClause() {
            var evaluator = forbidding("{any: {country: [US], sees: [clear]}}");

            assertThat(permits(evaluator, process("DE"), store("US"))).isTrue();
            assertThat(permits(evaluator, process("US"))).isFalse();
        }

        @Test
        @Shows(Sentence.M_HOPS_FORBID)
        void shouldTreatItsClausesAsAlternatives() {
            var evaluator = forbidding("{process: {country: [US]}, relay: {country: [CN]}}");

            assertThat(permits(evaluator, process("CN"), relay("US"))).isTrue();
            assertThat(permits(evaluator, process("US"))).isFalse();
            assertThat(permits(evaluator, relay("CN"))).isFalse();
        }

        @Test
        @Shows(Sentence.M_HOPS_FORBID)
        void shouldApplyAnyBesideTheClauseOfTheRole() {
            var evaluator = forbidding("{process: {country: [US]}, any: {country: [CN]}}");

            assertThat(permits(evaluator, process("US"))).isFalse();
            assertThat(permits(evaluator, process("CN"))).isFalse();
            assertThat(permits(evaluator, relay("US"))).isTrue();
        }

        @Test
        @Shows(Sentence.M_HOPS_FORBID)
        void shouldMatchEveryHopWithAnEmptyClause() {
            assertThat(permits(forbidding("{any: {}}"), relay("DE"))).isFalse();
        }

        @Test
        @Shows(Sentence.M_HOPS_STAY)
        void shouldNotMatchAnEmptyPath() {
            assertThat(permits(forbidding("{any: {}}"))).isTrue();
        }
    }
}
