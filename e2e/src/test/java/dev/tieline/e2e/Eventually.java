package dev.tieline.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what happens in another process. */
public final class Eventually {
    /** Several times what anything here takes on a loaded machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final long PAUSE_MILLIS = 20;

    private Eventually() {}

    /** What a probe may throw is a reason to fail at once. */
    @FunctionalInterface
    public interface Probe<T> {
        Optional<T> look() throws Exception;
    }

    /** Looks again and again until something is found. @throws AssertionError if nothing is found in time */
    public static <T> T find(String what, Probe<T> probe) throws Exception {
        long start = System.nanoTime();
        while (true) {
            var found = probe.look();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain for " + what);
            }
            if (NEVER.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("this latch is never counted down");
            }
        }
    }
}
