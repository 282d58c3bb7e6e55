package dev.tieline.bench.failover;

import dev.tieline.launcher.console.CommandFailure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Times of a blow, each taken when what it waits for has happened. */
final class Stopwatch {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final long struck;
    private final Duration patience;
    private final Map<Mark, Event> events = new LinkedHashMap<>();

    /** Something that is waited for. */
    @FunctionalInterface
    interface Event {
        /** When it happened, by {@link System#nanoTime}; empty if it has not yet. */
        Optional<Long> at() throws InterruptedException;
    }

    /** Something that is seen only by asking for it, so that its time is that of the first asking that sees it. */
    @FunctionalInterface
    interface Sight {
        boolean seen() throws InterruptedException;
    }

    /**
     * @param struck when the blow fell
     * @param patience how long all of it may take
     */
    Stopwatch(long struck, Duration patience) {
        this.struck = struck;
        this.patience = patience;
    }

    Stopwatch on(Mark mark, Event event) {
        events.put(mark, event);
        return this;
    }

    Stopwatch onSight(Mark mark, Sight sight) {
        return on(mark, () -> sight.seen() ? Optional.of(System.nanoTime()) : Optional.empty());
    }

    /** Waits until all has happened. @throws CommandFailure if it does not in time */
    Map<Mark, Duration> run() throws InterruptedException {
        var times = new EnumMap<Mark, Duration>(Mark.class);
        var pending = new LinkedHashMap<>(events);
        while (true) {
            for (var event : events.entrySet()) {
                if (pending.containsKey(event.getKey())) {
                    event.getValue().at().ifPresent(at -> {
                        times.put(event.getKey(), Duration.ofNanos(at - struck));
                        pending.remove(event.getKey());
                    });
                }
            }
            if (pending.isEmpty()) {
                return times;
            }
            if (System.nanoTime() - struck > patience.toNanos()) {
                throw new CommandFailure(
                        "the federation did not get over a blow within " + patience.toSeconds() + " s: it is not "
                                + pending.keySet().stream().map(Mark::title).toList());
            }
            Thread.sleep(PAUSE);
        }
    }
}
