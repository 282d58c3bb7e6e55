package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.INTERNAL;
import static dev.tieline.policy.DataClass.PERSONAL;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.process;
import static dev.tieline.policy.bundle.Asked.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Action;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    void shouldDecideForManyThreadsAtOnceAsForOne() throws InterruptedException, ExecutionException {
        var evaluator = Bundles.evaluator(PERSONAL_IN_EEA);
        var policies = new RandomPolicies(99);
        var requests = new ArrayList<PolicyRequest>();
        for (var i = 0; i < 200; i++) {
            requests.add(policies.request());
        }
        var expected = requests.stream().map(evaluator::decide).toList();

        var futures = new ArrayList<Future<List<PolicyDecision>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 8; i++) {
                futures.add(threads.submit(
                        () -> requests.stream().map(evaluator::decide).toList()));
            }
        }

        for (var future : futures) {
            assertThat(future.get()).isEqualTo(expected);
        }
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
