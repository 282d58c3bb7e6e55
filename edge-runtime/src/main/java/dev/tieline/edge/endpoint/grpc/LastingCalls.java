package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.endpoint.GrpcCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that last as long as their callers like, until the node goes. There are only so many, since each takes memory
 * however little it asks. Thread-safe.
 */
final class LastingCalls {
    private final int max;
    private final Map<Exchange, Drainable> calls = new ConcurrentHashMap<>();
    private volatile boolean draining;

    /** @param max how many there may be at the same time */
    LastingCalls(int max) {
        this.max = max;
    }

    /**
     * Adds a call that has begun, from which on its caller's deadline ends it; one that begins while the node goes is ended
     * at once. One too many is refused.
     *
     * @return whether it was taken
     */
    boolean add(Exchange exchange, Drainable call) {
        calls.put(exchange, call);
        exchange.whenOver(() -> calls.remove(exchange));
        if (calls.size() > max) {
            calls.remove(exchange);
            exchange.fail(
                    GrpcCode.RESOURCE_EXHAUSTED,
                    "All " + max + " calls of this kind that may last at the same time are there.");
            return false;
        }
        exchange.endAtTimeout();
        if (draining) {
            call.drain();
        }
        return true;
    }

    /** Ends all of them, and those to come. */
    void drain() {
        draining = true;
        calls.values().forEach(Drainable::drain);
    }

    /** How many there are. */
    int size() {
        return calls.size();
    }
}
