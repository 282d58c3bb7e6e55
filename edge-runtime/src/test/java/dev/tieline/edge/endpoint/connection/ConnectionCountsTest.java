package dev.tieline.edge.endpoint.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.metrics.NodeMetrics;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a scrape says of the connections of a real server. */
@SuppressWarnings("deprecation") // the registry that Quarkus brings
class ConnectionCountsTest {
    @RegisterExtension
    private final GuardedServer server = new GuardedServer(10);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** The registry holds what it reads from weakly. */
    @Test
    void shouldGoOnCountingWhenMemoryWasCollected() throws Exception {
        new NodeMetrics(registry, registry.getPrometheusRegistry()).connections(server.guard, server.streams);
        collectMemory();

        try (var caller = new Wire(server.port())) {
            caller.say("GET /short HT");
            Eventually.until("it has begun", () -> server.guard.waitingBytes() > 0);
            server.ticker.advance(Duration.ofSeconds(11));
            server.guard.sweep();
            Eventually.until("it is gone", () -> server.guard.open() == 0);
        }

        assertThat(registry.scrape())
                .contains("tieline_connections_closed_total{reason=\"slow\",} 1.0")
                .contains("tieline_connections 0.0");
    }

    private static void collectMemory() {
        var garbage = new WeakReference<>(new Object());
        Eventually.until("memory is collected", () -> {
            System.gc();
            return garbage.refersTo(null);
        });
    }
}
