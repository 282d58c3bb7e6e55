package dev.tieline.edge.admission;

import dev.tieline.models.infer.InferenceError;
import java.util.List;

/** What becomes of a call. */
public sealed interface Admission {

    /** It runs on this node, at once or after a wait in the queue. */
    record RunLocally() implements Admission {}

    /**
     * It is served by another node.
     *
     * @param candidates the nodes that policy allows, in the route's order; never empty
     */
    record Offload(List<Candidate> candidates) implements Admission {
        public Offload {
            candidates = List.copyOf(candidates);
            if (candidates.isEmpty()) {
                throw new IllegalArgumentException("an offload needs at least one candidate");
            }
        }
    }

    /**
     * The controller is asked to find a place for it, since this node knows of none.
     *
     * @param refusal what the caller is told if the controller does not help
     */
    record Dispatch(InferenceError refusal) implements Admission {

        /** What the caller is told when no answer came. */
        public InferenceError unanswered(String why) {
            return extended(refusal, ", and no controller answers: " + why + ".");
        }

        /**
         * What the caller is told when the controller, or the node that it chose, answers with an error.
         *
         * <p>That the controller does not know the model, or finds no permitted place elsewhere, is no news to a caller
         * whose model is here and has no room, or whose permitted nodes cannot be reached: for it, waiting may help.
         */
        public InferenceError answered(InferenceError answer) {
            return switch (answer) {
                case InferenceError.UnknownModel unknown -> refusal;
                case InferenceError.PolicyDenied denied
                when refusal instanceof InferenceError.Overloaded full ->
                    new InferenceError.Overloaded(
                            trimmed(full.message()) + ", and the controller finds no other place: " + denied.message(),
                            full.retryAfter(),
                            denied.rule(),
                            denied.mismatch());
                case InferenceError.PolicyDenied denied
                when refusal instanceof InferenceError.Unreachable silent ->
                    new InferenceError.Unreachable(trimmed(silent.message())
                            + ", and the controller finds no other place: " + denied.message());
                default -> answer;
            };
        }

        private static InferenceError extended(InferenceError refusal, String more) {
            return switch (refusal) {
                case InferenceError.Overloaded(var message, var retryAfter, var rule, var mismatch) ->
                    new InferenceError.Overloaded(trimmed(message) + more, retryAfter, rule, mismatch);
                case InferenceError.PolicyDenied(var message, var rule, var mismatch) ->
                    new InferenceError.PolicyDenied(trimmed(message) + more, rule, mismatch);
                case InferenceError.Unreachable(var message) -> new InferenceError.Unreachable(trimmed(message) + more);
                default -> refusal; // its message is no sentence of ours
            };
        }

        private static String trimmed(String sentence) {
            return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        }
    }

    /** It is refused, for the reason that the error gives. */
    record Reject(InferenceError error) implements Admission {}
}
