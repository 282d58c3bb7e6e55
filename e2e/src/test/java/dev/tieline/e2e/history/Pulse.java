package dev.tieline.e2e.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A thread that does nothing but look at the clock, every ten milliseconds. Where it could not, this JVM or the whole
 * machine stood still, and callers in it could not see in time what was there in time.
 */
public final class Pulse implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(10);
    private static final Duration MISSED = Duration.ofMillis(50);

    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pulse").factory());
    private final List<Span> pauses = new ArrayList<>();
    private long last = System.nanoTime();

    private Pulse() {}

    public static Pulse start() {
        var pulse = new Pulse();
        var unused = pulse.heart.scheduleAtFixedRate(pulse::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
        return pulse;
    }

    /** When it stood still for more than 50 ms, from a point in time on. */
    public synchronized List<Span> pauses(long since) {
        return pauses.stream().filter(pause -> pause.until() - since >= 0).toList();
    }

    @Override
    public void close() {
        heart.shutdownNow();
    }

    private synchronized void beat() {
        long now = System.nanoTime();
        if (now - last > MISSED.toNanos()) {
            pauses.add(new Span(last + BEAT.toNanos(), now));
        }
        last = now;
    }
}
