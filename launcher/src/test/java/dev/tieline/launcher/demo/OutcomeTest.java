package dev.tieline.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.infer.NodeClient.Answer;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void shouldTellWhenToComeAgain() {
        var error = new InferenceError.Warming("minilm is being brought to eu-west/lyon-1", Duration.ofSeconds(2));

        assertThat(Outcome.of(new Answer.Refused(error, 503)))
                .isEqualTo(new Outcome.Warming(Duration.ofSeconds(2), "minilm is being brought to eu-west/lyon-1"));
    }

    @Test
    void shouldTellTheRuleOfARefusal() {
        var denied = new InferenceError.PolicyDenied("health data stays", "health-never-leaves");
        var busy = new InferenceError.Overloaded("all slots are taken", Duration.ofMillis(10), null);

        assertThat(Outcome.of(new Answer.Refused(denied, 403)))
                .isEqualTo(new Outcome.Refused("health-never-leaves", "health data stays"));
        assertThat(Outcome.of(new Answer.Refused(busy, 503))).isEqualTo(new Outcome.Refused("", "all slots are taken"));
    }

    @Test
    void shouldTellWhereAnAnswerComesFrom() {
        var response = new InferenceResponse(
                ModelRef.of("minilm@1"),
                null,
                Map.of(
                        "tieline_site", "eu-west",
                        "tieline_jurisdiction", "FR",
                        "tieline_route", "dispatch",
                        "tieline_decision", "allowed by rule 'personal-in-eea'"),
                List.of());

        assertThat(Outcome.of(new Answer.Given(response)))
                .isEqualTo(new Outcome.Answered("eu-west", "FR", "dispatch", "allowed by rule 'personal-in-eea'"));
    }
}
