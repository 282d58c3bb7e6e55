package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.cloud.placement.RouteExplanation.Verdict;
import java.util.Optional;

/** Whether a node can answer work of others with a model, by what is known of it; policy is another question. */
final class Routability {

    private Routability() {}

    /** Why not. */
    record Obstacle(Verdict verdict, String reason) {}

    /** Why a node cannot answer with the model of a demand; empty if it can. */
    static Optional<Obstacle> of(Demand demand, NodeView node) {
        var freshness = FreshnessFilter.of(node.freshness());
        if (freshness.isPresent()) {
            return Optional.of(new Obstacle(Verdict.NOT_FRESH, freshness.get().reason()));
        }
        var model = node.model(demand.model(), demand.digest());
        if (model.isEmpty()) {
            return Optional.of(new Obstacle(Verdict.NOT_READY, "it does not hold " + demand.model()));
        }
        if (!node.ready(demand.model(), demand.digest())) {
            var word = model.get().status().word();
            return Optional.of(new Obstacle(Verdict.NOT_READY, demand.model() + " is " + word + " there"));
        }
        if (node.telemetry() != null && !node.telemetry().workLink()) {
            return Optional.of(new Obstacle(Verdict.NOT_READY, "its connection for work is down"));
        }
        return Optional.empty();
    }
}
