package dev.tieline.edge.offload;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often a second node may be asked before the first has had the whole attempt timeout. Thread-safe.
 *
 * <p>Where everybody is slow because everybody is overloaded, asking twice makes it worse. So an early second attempt
 * costs a token, and only answered calls bring them back, ten for one: asking twice adds at most a tenth to the load
 * (gRPC's proposal A6, retry throttling; Dean and Barroso, "The Tail at Scale", 2013, hedged requests).
 */
final class RetryBudget {
    private static final int TOKEN = 10;
    private static final int MOST = 10 * TOKEN;

    private final AtomicInteger tenths = new AtomicInteger(MOST);

    /** Takes a token for an early second attempt; false if there is none. */
    boolean take() {
        return tenths.getAndUpdate(left -> left >= TOKEN ? left - TOKEN : left) >= TOKEN;
    }

    /** A call was answered. */
    void answered() {
        tenths.updateAndGet(left -> Math.min(MOST, left + 1));
    }
}
