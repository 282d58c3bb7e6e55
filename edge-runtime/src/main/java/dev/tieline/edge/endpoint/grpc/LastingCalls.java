package dev.tieline.edge.endpoint.grpc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that last as long as their callers like, until the node goes. Thread-safe. */
final class LastingCalls {
    private final Map<Exchange, Drainable> calls = new ConcurrentHashMap<>();
    private volatile boolean draining;

    /** Adds a call that has begun; one that begins while the node goes is ended at once. */
    void add(Exchange exchange, Drainable call) {
        calls.put(exchange, call);
        exchange.whenOver(() -> calls.remove(exchange));
        if (draining) {
            call.drain();
        }
    }

    /** Ends all of them, and those to come. */
    void drain() {
        draining = true;
        calls.values().forEach(Drainable::drain);
    }
}
