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

    /** It is refused, for the reason that the error gives. */
    record Reject(InferenceError error) implements Admission {}
}
