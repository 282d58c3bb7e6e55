package dev.tieline.cloud.dispatch;

import dev.tieline.cloud.placement.Want;
import dev.tieline.devices.NodeAddress;
import dev.tieline.models.infer.InferenceError;
import java.util.List;

/** What becomes of a request at the dispatch topic. */
sealed interface DispatchDecision {

    /**
     * It goes on to a warm node.
     *
     * @param candidates the nodes that policy allows for the whole path through the controller, the least busy first
     */
    record Forward(List<NodeAddress> candidates) implements DispatchDecision {
        public Forward {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * No node that it may go to holds the model: one shall be found.
     *
     * @param deployment the deployment that serves the model
     * @param want what a node is wanted for
     */
    record Place(String deployment, Want want) implements DispatchDecision {}

    /** It is answered here, with the reason. */
    record Answer(InferenceError error) implements DispatchDecision {}
}
