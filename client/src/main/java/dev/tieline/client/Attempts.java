package dev.tieline.client;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Asks, and asks again where that may help and there is time. Thread-safe.
 *
 * <p>A connection that breaks is tried once more at once, on another one: a node that has restarted breaks those that
 * were kept for later. More than that happens only for callers who wish it: after {@code overloaded}, {@code warming} and
 * {@code model_not_ready} when the node says so, and after a failed connection in growing pauses.
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

    Attempts(Wire wire, RandomGenerator random) {
        this.wire = wire;
        this.random = random;
    }

    /**
     * Sends until there is an answer, and it is a success.
     *
     * @param question worded anew for each attempt, since less time is left
     * @throws TielineException of the last attempt
     */
    Reply make(Supplier<HttpRequest> question, Deadline deadline, boolean retrying) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return wire.send(question.get(), deadline).needSuccess();
            } catch (RefusedException | ConnectionException e) {
                var pause = pause(e, attempt, retrying);
                if (pause.isEmpty() || pause.get().compareTo(deadline.left()) >= 0) {
                    throw e;
                }
                wire.pause(pause.get());
            }
        }
    }

    private Optional<Duration> pause(TielineException failure, int attempt, boolean retrying) {
        return switch (failure) {
            case ConnectionException broken when broken.connected() && attempt == 1 -> Optional.of(Duration.ZERO);
            case ConnectionException broken
            when retrying ->
                Optional.of(spread(FIRST_RECONNECT.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS))));
            case RefusedException refused
            when retrying && NOT_NOW.contains(refused.code()) ->
                Optional.of(spread(refused.retryAfter().orElse(UNTOLD)));
            default -> Optional.empty();
        };
    }

    private Duration spread(Duration pause) {
        var least = pause.compareTo(LEAST) < 0 ? LEAST : pause;
        return least.plusNanos((long) (least.toNanos() * SPREAD * random.nextDouble()));
    }
}
