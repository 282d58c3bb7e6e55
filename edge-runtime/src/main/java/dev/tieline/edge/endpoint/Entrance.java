package dev.tieline.edge.endpoint;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bound on the requests that are inside the node at the same time, whatever they do there: their body is read or
 * decoded, they wait, run, or are served elsewhere. Beyond it a request is refused before its body is read, so that the
 * node does not spend its time on what it cannot serve. Thread-safe.
 */
final class Entrance {
    private final int limit;
    private final AtomicInteger inside = new AtomicInteger();

    /** An entrance for so many requests at the same time, at least 1. */
    Entrance(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least 1 request must be allowed inside, and it is " + limit);
        }
        this.limit = limit;
    }

    /** Lets a request in; false if there is no room for it. Whoever is let in must leave, once. */
    boolean enter() {
        return inside.getAndUpdate(now -> now < limit ? now + 1 : now) < limit;
    }

    void leave() {
        inside.decrementAndGet();
    }

    int limit() {
        return limit;
    }

    /** How many requests are inside now. */
    int inside() {
        return inside.get();
    }
}
