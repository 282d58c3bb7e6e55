package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A node that passed every filter.
 *
 * @param node which
 * @param scope for whom
 * @param total its score, 0 to 100
 * @param rank what it is compared by: the score, and for a holder what it would score idle and the margin that it is
 *     spared by
 */
record Candidate(NodeView node, Scope scope, int total, int rank) {
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingInt(Candidate::rank)
            .reversed()
            .thenComparing(candidate -> candidate.node().address());

    /** The best few, best first; equal ones in the order of their addresses. */
    static List<Candidate> best(Collection<Candidate> candidates, int count) {
        var best = new PriorityQueue<>(BEST_FIRST.reversed());
        for (var candidate : candidates) {
            best.add(candidate);
            if (best.size() > count) {
                best.poll();
            }
        }
        return best.stream().sorted(BEST_FIRST).toList();
    }
}
