package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import java.util.Optional;

/** Policy permits the model to be brought to the candidate, and some of the callers to be served there. */
final class SovereigntyFilter implements PlacementFilter {
    static final String NAME = "sovereignty";

    private final Sovereignty sovereignty;

    SovereigntyFilter(Sovereignty sovereignty) {
        this.sovereignty = sovereignty;
    }

    /** What a model has from others stands in no card of its own, so that whoever asks why is told from which. */
    private static Refusal withLineage(Refusal denied, Demand demand) {
        var lineage = demand.lineage();
        return lineage.reasons().isEmpty()
                ? denied
                : new Refusal(denied.reason() + "; " + demand.model() + " is " + lineage, denied.cause());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Refusal> refuse(Demand demand, Scope scope, NodeView node) {
        var deploy = sovereignty.deploy(node.site(), demand.lineage().label());
        return deploy.isPresent() ? deploy.map(denied -> withLineage(denied, demand)) : scope.refuse(node.site());
    }
}
