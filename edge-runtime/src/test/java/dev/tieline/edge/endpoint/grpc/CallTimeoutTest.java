package dev.tieline.edge.endpoint.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.infer.InferenceException;
import io.vertx.core.MultiMap;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallTimeoutTest {

    @ParameterizedTest
    @CsvSource({"2H,PT2H", "3M,PT3M", "4S,PT4S", "250m,PT0.25S", "99999999u,PT99.999999S", "7n,PT0.000000007S"})
    void shouldReadEveryUnit(String said, Duration timeout) {
        assertThat(CallTimeout.read(metadata(said))).isEqualTo(timeout);
    }

    @Test
    void shouldLeaveNoTimeToACallerWhoHasNone() {
        assertThat(CallTimeout.read(metadata("0m"))).isEqualTo(Duration.ofNanos(1));
    }

    @Test
    void shouldReadNothingWhereNothingIsSaid() {
        assertThat(CallTimeout.read(MultiMap.caseInsensitiveMultiMap())).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "S", "123456789S", "-1S", "1.5S", "5s", "5 S"})
    void shouldRefuseWhatIsNoTimeout(String said) {
        assertThatThrownBy(() -> CallTimeout.read(metadata(said)))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("grpc-timeout");
    }

    private static MultiMap metadata(String timeout) {
        return MultiMap.caseInsensitiveMultiMap().set("grpc-timeout", timeout);
    }
}
