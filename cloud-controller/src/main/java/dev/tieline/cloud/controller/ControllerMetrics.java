package dev.tieline.cloud.controller;

import dev.tieline.cloud.fleet.Fleet;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementPlan;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The controller in numbers, for Prometheus: names begin with {@code tieline_controller_}; docs/observability.md lists
 * them. All are read from where they are kept when somebody asks.
 */
final class ControllerMetrics {
    private final MeterRegistry registry;

    /**
     * What it is read from.
     *
     * @param fleet the nodes
     * @param plan the decisions of the last run
     * @param decisions how long deciding took
     * @param rollouts the documents that nodes were told, by kind; always the same kinds
     * @param dispatches what became of what hung at the dispatch topic; as {@code rollouts}
     * @param ready whether the controller answers
     */
    record Sources(
            Fleet fleet,
            Supplier<PlacementPlan> plan,
            DecisionTimes decisions,
            Supplier<? extends Map<String, Long>> rollouts,
            Supplier<? extends Map<String, Long>> dispatches,
            BooleanSupplier ready) {}

    ControllerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Reads from there, whenever it is asked from now on. To be called once. */
    void read(Sources sources) {
        for (var freshness : Freshness.values()) {
            Gauge.builder("tieline.controller.nodes", () -> count(sources.fleet, freshness))
                    .description("Nodes that have announced themselves, by whether what is known of them holds")
                    .tag("freshness", freshness.name().toLowerCase(Locale.ROOT))
                    .strongReference(true)
                    .register(registry);
        }
        for (var outcome : Set.of("placed", "unplaceable", "idle")) {
            Gauge.builder("tieline.controller.deployments", () -> count(sources.plan.get(), outcome))
                    .description("Deployments by what was decided for them last")
                    .tag("outcome", outcome)
                    .strongReference(true)
                    .register(registry);
        }
        FunctionTimer.builder(
                        "tieline.controller.decision",
                        registry,
                        always -> sources.decisions.count(),
                        always -> sources.decisions.nanos(),
                        TimeUnit.NANOSECONDS)
                .description("Finding nodes for all deployments")
                .register(registry);
        counters("tieline.controller.rollouts", "document", "Documents that nodes were told", sources.rollouts);
        counters(
                "tieline.controller.dispatches",
                "outcome",
                "What became of the calls that nodes asked a place for",
                sources.dispatches);
        Gauge.builder("tieline.controller.ready", () -> sources.ready.getAsBoolean() ? 1 : 0)
                .description("Whether the controller has started and does not shut down: 1 or 0")
                .strongReference(true)
                .register(registry);
    }

    private void counters(String name, String label, String description, Supplier<? extends Map<String, Long>> counts) {
        for (var kind : counts.get().keySet()) {
            // Whose source is held weakly: this one lives as long as its counters.
            FunctionCounter.builder(name, registry, always -> counts.get().getOrDefault(kind, 0L))
                    .description(description)
                    .tag(label, kind)
                    .register(registry);
        }
    }

    private static long count(Fleet fleet, Freshness freshness) {
        return fleet.view().nodes().values().stream()
                .filter(node -> node.freshness() == freshness)
                .count();
    }

    private static long count(PlacementPlan plan, String outcome) {
        return plan.decisions().values().stream()
                .filter(decision -> word(decision).equals(outcome))
                .count();
    }

    private static String word(PlacementDecision decision) {
        return switch (decision) {
            case PlacementDecision.Placed placed -> "placed";
            case PlacementDecision.Unplaceable unplaceable -> "unplaceable";
            case PlacementDecision.Idle idle -> "idle";
        };
    }
}
