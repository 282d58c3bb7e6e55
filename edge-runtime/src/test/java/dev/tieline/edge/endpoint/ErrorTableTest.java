package dev.tieline.edge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceError.DeadlineExceeded;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.ModelNotReady;
import dev.tieline.models.infer.InferenceError.Overloaded;
import dev.tieline.models.infer.InferenceError.Warming;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrorTableTest {

    @Test
    void shouldSayOfAModelOnItsWayThatTheServiceIsNotAvailableYet() {
        InferenceError warming = new Warming("minilm@1 is on its way to eu-central/fra-1", Duration.ofMillis(7_500));

        assertThat(ErrorTable.status(warming)).isEqualTo(503);
        assertThat(ErrorTable.retryAfterSeconds(warming)).hasValue(8);
    }

    @Test
    void shouldAskForAtLeastOneSecondOfPatience() {
        assertThat(ErrorTable.retryAfterSeconds(new Warming("soon", Duration.ZERO)))
                .hasValue(1);
        assertThat(ErrorTable.retryAfterSeconds(new Overloaded("full", Duration.ofMillis(250), null)))
                .hasValue(1);
    }

    @Test
    void shouldSayWhenToRetryWhateverMayBeOtherwiseSoon() {
        assertThat(ErrorTable.retryAfterSeconds(new ModelNotReady("minilm", "the node is shutting down")))
                .hasValue(1);
    }

    @Test
    void shouldNotSayWhenToRetryWhatWillNotChange() {
        assertThat(ErrorTable.retryAfterSeconds(new DeadlineExceeded("The deadline passed.")))
                .isEmpty();
        assertThat(ErrorTable.retryAfterSeconds(new InvalidRequest("no inputs")))
                .isEmpty();
    }
}
