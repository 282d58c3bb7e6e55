package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import java.util.Optional;

/** One condition that a node must meet to be a candidate. */
sealed interface PlacementFilter
        permits BundleFilter,
                FreshnessFilter,
                SovereigntyFilter,
                VersionFilter,
                MemoryFilter,
                ExecutionProviderFilter,
                FailureFilter {

    /** The name that rejections give. */
    String name();

    /** Why the node may not be a candidate of the demand for callers of the scope; empty if it may. */
    Optional<Refusal> refuse(Demand demand, Scope scope, NodeView node);
}
