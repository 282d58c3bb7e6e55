package dev.tieline.edge.endpoint.connection;

import dev.tieline.edge.call.Ticker;

/** How often something may happen: so often at once, and so often each second. Not thread-safe. */
final class Allowance {
    private static final long SECOND = 1_000_000_000;

    private final Ticker ticker;
    private final long nanosEach;
    private final long most;
    /** When all of it is there again. */
    private long full;

    /**
     * All of it is there.
     *
     * @param atOnce at least 1
     * @param eachSecond from 1 to a thousand million
     */
    Allowance(int atOnce, int eachSecond, Ticker ticker) {
        if (atOnce < 1 || eachSecond < 1 || eachSecond > SECOND) {
            throw new IllegalArgumentException("something must be allowed, and it is " + atOnce + " times at once and "
                    + eachSecond + " a second");
        }
        this.ticker = ticker;
        this.nanosEach = SECOND / eachSecond;
        this.most = atOnce * nanosEach;
        this.full = ticker.nanos();
    }

    /** It happens once more. @return whether it may; where it may not, it does not count */
    boolean take() {
        long now = ticker.nanos();
        long taken = Math.max(0, full - now) + nanosEach;
        if (taken > most) {
            return false;
        }
        full = now + taken;
        return true;
    }
}
