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

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Refusal> refuse(Demand demand, Scope scope, NodeView node) {
        var deploy = sovereignty.deploy(node.site(), demand.manifest().label());
        return deploy.isPresent() ? deploy : scope.refuse(node.site());
    }
}
