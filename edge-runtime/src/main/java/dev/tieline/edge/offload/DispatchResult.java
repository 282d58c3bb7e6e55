package dev.tieline.edge.offload;

import dev.tieline.edge.admission.Candidate;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceResponse;

/** How asking the controller for a place ended. */
public sealed interface DispatchResult {

    /**
     * A node that the controller chose answered.
     *
     * @param response its answer
     * @param by the node as it names itself, and the decision that permitted the way to whomever
     */
    record Served(InferenceResponse response, Candidate by) implements DispatchResult {}

    /**
     * The controller, the node that it chose or this node's own policy said no, or the deadline passed.
     *
     * @param error what was said
     */
    record Refused(InferenceError error) implements DispatchResult {}

    /**
     * No controller is there to ask.
     *
     * @param why what is known of that, as a part of a sentence
     */
    record NoAnswer(String why) implements DispatchResult {}
}
