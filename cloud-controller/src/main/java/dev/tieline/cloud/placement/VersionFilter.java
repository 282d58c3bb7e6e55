package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import java.util.Optional;

/** A node never holds two versions of one model, except while it replaces one by the other. */
final class VersionFilter implements PlacementFilter {
    private final Ledger ledger;

    VersionFilter(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "version";
    }

    @Override
    public Optional<Refusal> refuse(Demand demand, Scope scope, NodeView node) {
        return ledger.of(node).conflict(demand).map(Refusal::because);
    }
}
