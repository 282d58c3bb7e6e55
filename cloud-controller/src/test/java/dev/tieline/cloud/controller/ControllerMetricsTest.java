package dev.tieline.cloud.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.cloud.fleet.Fleet;
import dev.tieline.cloud.fleet.FleetSettings;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.models.ModelRef;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // the registry that Quarkus brings
class ControllerMetricsTest {
    private static final ModelRef MINILM = ModelRef.of("minilm@1");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Fleet fleet = new Fleet(
            () -> Instant.parse("2026-11-23T07:00:00Z"),
            new FleetSettings(Duration.ofSeconds(15), Duration.ofMinutes(1), 10));
    private long nanos;
    private final DecisionTimes decisions = new DecisionTimes(() -> nanos += 2_000_000);
    private PlacementPlan plan = PlacementPlan.empty();
    private boolean ready = true;

    @Test
    void shouldTellOfAControllerThatHasNothingToDo() {
        read();

        assertThat(registry.scrape())
                .contains("tieline_controller_ready 1.0")
                .contains("tieline_controller_nodes{freshness=\"fresh\",} 0.0")
                .contains("tieline_controller_nodes{freshness=\"lost\",} 0.0")
                .contains("tieline_controller_deployments{outcome=\"placed\",} 0.0")
                .contains("tieline_controller_decision_seconds_count 0.0");
    }

    @Test
    void shouldReadThePresentWhenItIsAsked() {
        read();

        ready = false;
        plan = new PlacementPlan(
                new TreeMap<>(Map.of(
                        "a", new PlacementDecision.Idle("a", MINILM, "nobody asks"),
                        "b", new PlacementDecision.Unplaceable("b", MINILM, "no node", List.of()))),
                plan.routes(),
                plan.failures());

        assertThat(registry.scrape())
                .contains("tieline_controller_ready 0.0")
                .contains("tieline_controller_deployments{outcome=\"idle\",} 1.0")
                .contains("tieline_controller_deployments{outcome=\"unplaceable\",} 1.0");
    }

    @Test
    void shouldCountDecisionsAndTheirTime() {
        read();

        assertThat(decisions.measured(() -> "done")).isEqualTo("done");
        assertThatThrownBy(() -> decisions.measured(() -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(registry.scrape())
                .contains("tieline_controller_decision_seconds_count 2.0")
                .contains("tieline_controller_decision_seconds_sum 0.004");
    }

    @Test
    void shouldCountWhatNodesWereToldAndWhatTheyAsked() {
        read();

        assertThat(registry.scrape())
                .contains("tieline_controller_rollouts_total{document=\"desired\",} 3.0")
                .contains("tieline_controller_dispatches_total{outcome=\"forwarded\",} 2.0");
    }

    private void read() {
        new ControllerMetrics(registry)
                .read(new ControllerMetrics.Sources(
                        fleet,
                        () -> plan,
                        decisions,
                        () -> Map.of("desired", 3L),
                        () -> Map.of("forwarded", 2L),
                        () -> ready));
    }
}
