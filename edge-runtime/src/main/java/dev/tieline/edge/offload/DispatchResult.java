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
     * @param decisionId what that decision is known by
     */
    record Served(InferenceResponse response, Candidate by, String decisionId) implements DispatchResult {}

    /**
     * The controller, the node that it chose or this node's own policy said no, or the deadline passed.
     *
     * @param error what was said
     */
    record Refused(InferenceError error) implements DispatchResult {}

    /**
     * No answer came: nobody was there to ask, the question was not delivered, or the controller, or the node that it
     * chose, was slower than this node waits.
     *
     * @param why which of these, as far as is known, as a part of a sentence
     */
    record NoAnswer(String why) implements DispatchResult {}
}
