package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.admission.Candidate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What this node knows of the load of others: its own unanswered calls to each, and the queue length that the node
 * told in its last reply. Thread-safe.
 *
 * <p>Choosing the better of two candidates instead of the best of all keeps many callers with the same, slightly old
 * view from all running to the same node (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing",
 * 2001). The two are the first of the route's order, so that a preferred node is left only while it is busier.
 */
final class NodeLoads {

    private static final class Load {
        final AtomicInteger outstanding = new AtomicInteger();
        volatile int queueHint;
    }

    private final Map<NodeAddress, Load> loads = new ConcurrentHashMap<>();

    /** The better of the first two candidates; the first when they are equal. */
    Candidate betterOfTwo(List<Candidate> candidates) {
        var first = candidates.getFirst();
        if (candidates.size() == 1) {
            return first;
        }
        var second = candidates.get(1);
        return score(second.node()) < score(first.node()) ? second : first;
    }

    void sent(NodeAddress node) {
        load(node).outstanding.incrementAndGet();
    }

    void ended(NodeAddress node) {
        load(node).outstanding.decrementAndGet();
    }

    void told(NodeAddress node, int queueHint) {
        load(node).queueHint = queueHint;
    }

    private int score(NodeAddress node) {
        var load = load(node);
        return load.outstanding.get() + load.queueHint;
    }

    private Load load(NodeAddress node) {
        return loads.computeIfAbsent(node, unseen -> new Load());
    }
}
