package dev.tieline.edge.offload;

import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.Reasons;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How an offload ended. */
public sealed interface OffloadResult {

    /**
     * A node answered.
     *
     * @param response its answer
     * @param by the node
     * @param decisionId what the decision that let the call go there is known by
     */
    record Served(InferenceResponse response, Candidate by, String decisionId) implements OffloadResult {}

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

        /** When the first of the nodes that have no room expects to have some; nothing if none said so. */
        public Optional<Duration> retryAfter() {
            return tried.stream()
                    .flatMap(attempt -> Stream.ofNullable(attempt.retryAfter()))
                    .min(Comparator.naturalOrder());
        }

        /** What was tried, such as {@code us-east/va-1, us-east/va-2: busy; eu-central/fra-1: no answer in time}. */
        public String summary() {
            var reasons = new Reasons();
            tried.forEach(attempt -> reasons.add(attempt.node(), attempt.detail()));
            return reasons.isEmpty() ? "no node could be tried" : reasons.toString();
        }
    }
}
