package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import java.util.Optional;

/** The model fits in what the candidate has left for models. */
final class MemoryFilter implements PlacementFilter {
    private final Ledger ledger;

    MemoryFilter(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Optional<Refusal> refuse(Demand demand, Scope scope, NodeView node) {
        var memory = ledger.of(node);
        return memory.missing(demand) == 0
                ? Optional.empty()
                : Optional.of(Refusal.because(demand.model() + " needs "
                        + demand.manifest().memoryBytes() + " bytes, and " + Math.max(0, memory.free()) + " of its "
                        + memory.capacity() + " bytes for models are free"));
    }
}
