package dev.tieline.edge.offload;

import dev.tieline.edge.admission.Candidate;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceResponse;
import java.util.List;
import java.util.stream.Collectors;

/** How an offload ended. */
public sealed interface OffloadResult {

    /**
     * A node answered.
     *
     * @param response its answer
     * @param by the node
     */
    record Served(InferenceResponse response, Candidate by) implements OffloadResult {}

    /**
     * A node found the request itself to be at fault, so no other will take it.
     *
     * @param error what is wrong with it
     */
    record Faulty(InferenceError error) implements OffloadResult {}

    /**
     * No node answered in time.
     *
     * @param tried the attempts, in order; empty if none could be made
     */
    record Failed(List<Attempt> tried) implements OffloadResult {
        public Failed {
            tried = List.copyOf(tried);
        }

        /** Whether each node that was tried said that it has no room. */
        public boolean allBusy() {
            return !tried.isEmpty() && tried.stream().allMatch(attempt -> attempt.outcome() == Attempt.Outcome.BUSY);
        }

        /** What was tried, such as {@code us-east/va-1: busy; eu-central/fra-1: no answer}. */
        public String summary() {
            return tried.isEmpty()
                    ? "no node could be tried"
                    : tried.stream().map(Attempt::toString).collect(Collectors.joining("; "));
        }
    }
}
