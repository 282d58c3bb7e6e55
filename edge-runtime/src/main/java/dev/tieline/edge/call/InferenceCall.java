package dev.tieline.edge.call;

import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.policy.DataLabel;
import org.jspecify.annotations.Nullable;

/**
 * One request with everything that decides where it may run.
 *
 * @param id the request id, the same over all attempts to have it served elsewhere
 * @param request the tensors and the model they are for
 * @param label the effective label: the join of the defaults, the model's label and what the caller said
 * @param purpose what the caller wants the result for; null when it did not say
 * @param deadline by when the caller must have an answer or an error
 * @param traceparent the W3C trace context under which comes what is done next; null when it has none
 */
public record InferenceCall(
        String id,
        InferenceRequest request,
        DataLabel label,
        @Nullable String purpose,
        Deadline deadline,
        @Nullable String traceparent) {

    public ModelName model() {
        return request.model();
    }

    /** The same call, with the trace context of the step under which comes what is done next. */
    public InferenceCall under(@Nullable String context) {
        return new InferenceCall(id, request, label, purpose, deadline, context);
    }

    /**
     * What a call ends in whose thread was interrupted. Its caller went away, and sees nothing of it, or the node is
     * shutting down, and another node may serve it.
     */
    public InferenceException cancelled() {
        return new InferenceException(new InferenceError.ModelNotReady(model().value(), "the node is shutting down"));
    }
}
