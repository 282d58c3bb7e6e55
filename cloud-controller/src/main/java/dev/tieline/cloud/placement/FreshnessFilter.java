package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import java.util.Optional;

/** A candidate takes work and was heard of lately. */
final class FreshnessFilter implements PlacementFilter {
    private static final Optional<Refusal> STALE = refusal("nothing was heard of it for too long");
    private static final Optional<Refusal> DRAINING = refusal("it drains and takes nothing new");
    private static final Optional<Refusal> LOST = refusal("its connection broke");

    @Override
    public String name() {
        return "freshness";
    }

    @Override
    public Optional<Refusal> refuse(Demand demand, Scope scope, NodeView node) {
        return of(node.freshness());
    }

    static Optional<Refusal> of(Freshness freshness) {
        return switch (freshness) {
            case FRESH -> Optional.empty();
            case STALE -> STALE;
            case DRAINING -> DRAINING;
            case LOST -> LOST;
        };
    }

    private static Optional<Refusal> refusal(String reason) {
        return Optional.of(Refusal.because(reason));
    }
}
