package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.INTERNAL;
import static dev.tieline.policy.DataClass.PERSONAL;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.process;
import static dev.tieline.policy.bundle.Asked.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Action;
import org.junit.jupiter.api.Test;

class PolicyEvaluatorTest {
    private static final String PERSONAL_IN_EEA =
            "rules: [{id: in-eea, effect: permit, for: {class: [personal]}, hops: {any: {country: [EEA]}}}]";

    @Test
    void shouldGiveItsStateBack() {
        var state = new BundleState.Absent("no bundle is configured");

        assertThat(new PolicyEvaluator(state).state()).isSameAs(state);
    }

    @Test
    void shouldDecideByTheTimeOfTheRequestAndNotByItsOwn() {
        var evaluator = Bundles.evaluator(PERSONAL_IN_EEA);

        assertThat(evaluator.permits(about(PERSONAL).at("1999-01-01T00:00:00Z").via(process("FR"))))
                .isFalse();
        assertThat(evaluator.permits(about(PERSONAL).at("2026-05-01T00:00:00Z").via(process("FR"))))
                .isTrue();
        assertThat(evaluator.permits(about(PERSONAL).at("2999-01-01T00:00:00Z").via(process("FR"))))
                .isFalse();
    }

    @Test
    void shouldTreatEachActionAsPermittedWhereNoRuleNamesActions() {
        var evaluator = Bundles.evaluator(PERSONAL_IN_EEA);

        for (var action : Action.values()) {
            assertThat(evaluator.permits(about(INTERNAL).action(action).via(relay("NO"))))
                    .isTrue();
        }
    }

    @Test
    void shouldAnswerForAnotherPathOfTheSameRequest() {
        var evaluator = Bundles.evaluator(PERSONAL_IN_EEA);
        var request = about(PERSONAL).via(process("US"));

        var nearer = request.withPath(about(PERSONAL).via(process("DE")).path());

        assertThat(evaluator.permits(request)).isFalse();
        assertThat(evaluator.permits(nearer)).isTrue();
    }
}
