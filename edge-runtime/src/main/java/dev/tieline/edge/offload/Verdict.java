package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.offload.Attempt.Outcome;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipCodec;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What a node's reply means for the call. */
sealed interface Verdict {

    /** It ends the call: no other node would say anything else. */
    record Final(OffloadResult result) implements Verdict {}

    /** Another node may do better. */
    record Elsewhere(Attempt attempt) implements Verdict {}

    /** Reads the reply of the candidate, whom a decision of that id let the call go to. */
    static Verdict of(Reply reply, Candidate candidate, String decisionId, OipCodec codec) {
        var body = ByteBuffer.wrap(reply.body());
        if (!reply.headers().ok()) {
            return of(candidate.node(), codec.decodeError(body));
        }
        try {
            var response = codec.decodeResponse(body, reply.headers().headerLength());
            return new Final(new OffloadResult.Served(response, candidate, decisionId));
        } catch (InferenceException e) {
            return elsewhere(candidate.node(), Outcome.REFUSED, "its answer cannot be read: " + e.getMessage());
        }
    }

    private static Elsewhere elsewhere(NodeAddress node, Outcome outcome, String detail) {
        return new Elsewhere(new Attempt(node, outcome, detail));
    }

    private static Attempt busy(NodeAddress node, Duration retryAfter) {
        return new Attempt(node, Outcome.BUSY, "busy", retryAfter.isPositive() ? retryAfter : null);
    }

    private static Verdict of(NodeAddress node, InferenceError error) {
        return switch (error) {
            case InferenceError.InvalidRequest faulty -> new Final(new OffloadResult.Faulty(faulty));
            case InferenceError.UnsupportedContent faulty -> new Final(new OffloadResult.Faulty(faulty));
            case InferenceError.TooLarge faulty -> new Final(new OffloadResult.Faulty(faulty));
            case InferenceError.Overloaded busy -> new Elsewhere(busy(node, busy.retryAfter()));
            case InferenceError.DeadlineExceeded late -> elsewhere(node, Outcome.NO_ANSWER, late.message());
            case InferenceError.ExecutionFailed sick -> elsewhere(node, Outcome.REFUSED, sick.message());
            case InferenceError.UnknownModel unknown -> elsewhere(node, Outcome.REFUSED, unknown.message());
            case InferenceError.ModelNotReady notReady -> elsewhere(node, Outcome.REFUSED, notReady.message());
            case InferenceError.Warming warming -> elsewhere(node, Outcome.REFUSED, warming.message());
            case InferenceError.PolicyDenied denied -> elsewhere(node, Outcome.REFUSED, denied.message());
            case InferenceError.Unreachable unreachable -> elsewhere(node, Outcome.REFUSED, unreachable.message());
        };
    }
}
