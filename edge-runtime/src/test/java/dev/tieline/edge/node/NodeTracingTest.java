package dev.tieline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.World;
import dev.tieline.edge.trace.OtlpTracing;
import dev.tieline.edge.trace.Tracing;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTracingTest {

    @Test
    void shouldTraceNothingWithoutACollector() {
        assertThat(of(Optional.empty(), 1)).isSameAs(Tracing.off());
    }

    @Test
    void shouldTraceWithOne() {
        try (var tracing = of(Optional.of("http://127.0.0.1:4318"), 0.5)) {
            assertThat(tracing).isInstanceOf(OtlpTracing.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:4317", "grpc://localhost:4317", "/v1/traces", "http:4318"})
    void shouldNotStartWithAnAddressThatIsNone(String endpoint) {
        assertThatThrownBy(() -> of(Optional.of(endpoint), 1))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("tieline.tracing.endpoint is " + endpoint);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void shouldNotStartWithAPartThatIsNone(double ratio) {
        assertThatThrownBy(() -> of(Optional.of("http://127.0.0.1:4318"), ratio))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("tieline.tracing.ratio is " + ratio);
    }

    private static Tracing of(Optional<String> endpoint, double ratio) {
        var config = new NodeConfig.Tracing() {
            @Override
            public Optional<URI> endpoint() {
                return endpoint.map(URI::create);
            }

            @Override
            public double ratio() {
                return ratio;
            }
        };
        return NodeTracing.of(config, World.device(World.CLINIC), System::nanoTime, World.CLOCK);
    }
}
