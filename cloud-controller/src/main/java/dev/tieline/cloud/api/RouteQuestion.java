package dev.tieline.cloud.api;

import dev.tieline.cloud.placement.RouteExplanation;
import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataLabel;
import org.jspecify.annotations.Nullable;

/** Explains to whom a node's call for a model would go, in the world as it is now. */
@FunctionalInterface
public interface RouteQuestion {

    /**
     * The explanation of one call.
     *
     * @param from the node that asks
     * @param purpose what for; null where it does not say
     */
    RouteExplanation explain(NodeAddress from, ModelName model, DataLabel label, @Nullable String purpose);
}
