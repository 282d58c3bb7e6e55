package dev.tieline.client;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Asks, and asks again where that may help and there is time. Thread-safe.
 *
 * <p>A connection that breaks is tried once more at once, on another one: a node that has restarted breaks those that
 * were kept for later. Not so where to ask twice is not the same as to ask once. More than that happens only for callers
 * who wish it: after {@code overloaded}, {@code warming} and {@code model_not_ready} when the node says so, and after a
 * failed connection in growing pauses.
 */
final class Attempts {
    private static final Set<String> NOT_NOW = Set.of("overloaded", "warming", "model_not_ready");
    private static final Duration UNTOLD = Duration.ofSeconds(1);
    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration FIRST_RECONNECT = Duration.ofMillis(100);
    private static final int MOST_DOUBLINGS = 4;
    /** So that those who were refused together do not come back together. */
    private static final double SPREAD = 0.25;

    private final Wire wire;
    private final RandomGenerator random;

    /** What is asked again. */
    enum Again {
        /** Nothing: to ask twice is not the same as to ask once. */
        NOTHING,
        /** What a broken connection has kept from an answer, once. */
        BROKEN,
        /** Also what the node refuses for now, and what did not reach it, until the deadline. */
        NOT_NOW
    }

    /** One attempt, worded anew each time, since less time is left. */
    interface Attempt {
        Reply made() throws InterruptedException;
    }

    Attempts(Wire wire, RandomGenerator random) {
        this.wire = wire;
        this.random = random;
    }

    /**
     * Sends until there is an answer, and it is a success.
     *
     * @throws TielineException of the last attempt
     * @throws IllegalStateException if the client is closed already
     */
    Reply make(Attempt attempt, Deadline deadline, Again again) throws InterruptedException {
        wire.needOpen();
        for (int number = 1; ; number++) {
            try {
                return attempt.made().needSuccess();
            } catch (RefusedException | ConnectionException e) {
                var pause = pause(e, number, again);
                if (pause.isEmpty() || pause.get().compareTo(deadline.left()) >= 0) {
                    throw e;
                }
                wire.pause(pause.get());
            }
        }
    }

    private Optional<Duration> pause(TielineException failure, int number, Again again) {
        return switch (failure) {
            case ConnectionException broken
            when broken.connected() && number == 1 && again != Again.NOTHING -> Optional.of(Duration.ZERO);
            case ConnectionException broken
            when again == Again.NOT_NOW ->
                Optional.of(spread(FIRST_RECONNECT.multipliedBy(1L << Math.min(number - 1, MOST_DOUBLINGS))));
            case RefusedException refused
            when again == Again.NOT_NOW && NOT_NOW.contains(refused.code()) ->
                Optional.of(spread(refused.retryAfter().orElse(UNTOLD)));
            default -> Optional.empty();
        };
    }

    /** The pause, or the shortest one. */
    static Duration atLeast(Duration pause) {
        return pause.compareTo(LEAST) < 0 ? LEAST : pause;
    }

    private Duration spread(Duration pause) {
        var least = atLeast(pause);
        return least.plusNanos((long) (least.toNanos() * SPREAD * random.nextDouble()));
    }
}
