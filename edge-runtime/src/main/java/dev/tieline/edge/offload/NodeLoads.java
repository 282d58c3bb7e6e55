package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.admission.Candidate;
import java.time.Duration;
import java.util.List;
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

    /** What is known of one node. */
    static final class Load {
        private final AtomicInteger outstanding = new AtomicInteger();
        private volatile Hint hint = Hint.NONE;

        /** One of the calls that were sent to it has ended. */
        void ended() {
            outstanding.decrementAndGet();
        }

        /** It told how long its queue is. */
        void told(int queueHint, long nowNanos) {
            hint = new Hint(queueHint, nowNanos);
        }

        private int score(long nowNanos) {
            return outstanding.get() + hint.queued(nowNanos);
        }
    }

    private static final int REMEMBERED = 1_024;

    private final Recent<NodeAddress, Load> loads = new Recent<>(REMEMBERED, unseen -> new Load());

    /**
     * The better of the first two candidates; the first when they are equal.
     *
     * @param nowNanos the moment, on the clock that {@link Load#told} is given
     */
    Candidate betterOfTwo(List<Candidate> candidates, long nowNanos) {
        var first = candidates.getFirst();
        if (candidates.size() == 1) {
            return first;
        }
        var second = candidates.get(1);
        return score(second.node(), nowNanos) < score(first.node(), nowNanos) ? second : first;
    }

    /** A call is sent to the node; whoever sends it says there when it has ended. */
    Load sent(NodeAddress node) {
        var load = loads.of(node);
        load.outstanding.incrementAndGet();
        return load;
    }

    private int score(NodeAddress node, long nowNanos) {
        return loads.of(node).score(nowNanos);
    }
}
