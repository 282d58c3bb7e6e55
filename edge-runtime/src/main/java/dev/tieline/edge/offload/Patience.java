package dev.tieline.edge.offload;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a node's answer is waited for.
 *
 * @param forAnswer after how long its silence is strange, and the next node is asked if there is one
 * @param failedAfter after how long its silence counts against it, if nothing else has come from it meanwhile. The
 *     deadline of the call has no part in it: a node that lives says something even to a call that it was too late for
 */
record Patience(Duration forAnswer, Duration failedAfter) {

    /** How much longer than what is strange a silence must be to be a failure. */
    private static final int CERTAINTY = 3;

    /**
     * The patience with a node.
     *
     * @param expected by when nearly all of its answers have come so far; empty if none has
     * @param left what the call has left
     * @param attemptTimeout the longest wait while others stand behind the node
     */
    static Patience of(Optional<Duration> expected, Duration left, Duration attemptTimeout) {
        // To be late is not to be gone: others are asked by then, and whoever has no other may still be served.
        // Of a node that never answered, nobody knows how long a run takes: it has all of the call's time.
        return new Patience(
                shorter(expected.orElse(attemptTimeout), attemptTimeout),
                longer(expected.map(Patience::certain).orElse(left), certain(attemptTimeout)));
    }

    private static Duration certain(Duration strange) {
        return strange.multipliedBy(CERTAINTY);
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
