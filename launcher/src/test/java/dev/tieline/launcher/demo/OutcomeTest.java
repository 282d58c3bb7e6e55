package dev.tieline.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.client.TielineClient;
import dev.tieline.launcher.infer.FakeNode;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final Tensor ROW = Tensor.ofInts("INPUT0", Shape.of(1, 1), 1);

    @Test
    void shouldTellWhenToComeAgain() throws Exception {
        var error = new InferenceError.Warming("minilm is being brought to eu-west/lyon-1", Duration.ofSeconds(2));

        assertThat(outcome(refused(error)))
                .isEqualTo(new Outcome.Warming(Duration.ofSeconds(2), "minilm is being brought to eu-west/lyon-1"));
    }

    @Test
    void shouldTellTheRuleOfARefusal() throws Exception {
        var denied = new InferenceError.PolicyDenied("health data stays", "health-never-leaves");
        var busy = new InferenceError.Overloaded("all slots are taken", Duration.ofMillis(10), null);

        assertThat(outcome(refused(denied))).isEqualTo(new Outcome.Refused("health-never-leaves", "health data stays"));
        assertThat(outcome(refused(busy))).isEqualTo(new Outcome.Refused("", "all slots are taken"));
    }

    @Test
    void shouldTellWhereAnAnswerComesFrom() throws Exception {
        var response = new InferenceResponse(
                ModelRef.of("minilm@1"),
                null,
                Map.of(
                        "tieline_site", "eu-west",
                        "tieline_jurisdiction", "FR",
                        "tieline_operator", "FR",
                        "tieline_route", "dispatch",
                        "tieline_decision", "allowed by rule 'personal-in-eea'"),
                List.of());

        assertThat(outcome(request -> response))
                .isEqualTo(
                        new Outcome.Answered("eu-west", "FR", "FR", "dispatch", "allowed by rule 'personal-in-eea'"));
    }

    private static Function<InferenceRequest, InferenceResponse> refused(InferenceError error) {
        return request -> {
            throw error.asException();
        };
    }

    private static Outcome outcome(Function<InferenceRequest, InferenceResponse> answers) throws Exception {
        try (var node = new FakeNode(503, answers);
                var client = TielineClient.at(node.address())) {
            return Outcome.of(() -> client.model("minilm").infer(ROW));
        }
    }
}
