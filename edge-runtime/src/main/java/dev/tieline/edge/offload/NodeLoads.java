package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.admission.Candidate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What this node knows of the load of others: its own unanswered calls to each, and the queue length that the node
 * told in its last reply, for as long as that is news. Thread-safe.
 *
 * <p>Choosing the better of two candidates instead of the best of all keeps many callers with the same, slightly old
 * view from all running to the same node (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing",
 * 2001). The two are the first of the route's order, so that a preferred node is left only while it is busier.
 */
final class NodeLoads {
    /** A node that is avoided tells no new hint: without an end, one busy moment would keep work away for good. */
    private static final Duration HINT_HOLDS = Duration.ofSeconds(2);

    private record Hint(int queued, long atNanos) {
        static final Hint NONE = new Hint(0, 0);

        int queued(long nowNanos) {
            return nowNanos - atNanos < HINT_HOLDS.toNanos() ? queued : 0;
        }
    }

    private static final class Load {
        final AtomicInteger outstanding = new AtomicInteger();
        volatile Hint hint = Hint.NONE;
    }

    private final Map<NodeAddress, Load> loads = new ConcurrentHashMap<>();

    /**
     * The better of the first two candidates; the first when they are equal.
     *
     * @param nowNanos the moment, on the clock that {@link #told} is given
     */
    Candidate betterOfTwo(List<Candidate> candidates, long nowNanos) {
        var first = candidates.getFirst();
        if (candidates.size() == 1) {
            return first;
        }
        var second = candidates.get(1);
        return score(second.node(), nowNanos) < score(first.node(), nowNanos) ? second : first;
    }

    void sent(NodeAddress node) {
        load(node).outstanding.incrementAndGet();
    }

    void ended(NodeAddress node) {
        load(node).outstanding.decrementAndGet();
    }

    void told(NodeAddress node, int queueHint, long nowNanos) {
        load(node).hint = new Hint(queueHint, nowNanos);
    }

    private int score(NodeAddress node, long nowNanos) {
        var load = load(node);
        return load.outstanding.get() + load.hint.queued(nowNanos);
    }

    private Load load(NodeAddress node) {
        return loads.computeIfAbsent(node, unseen -> new Load());
    }
}
