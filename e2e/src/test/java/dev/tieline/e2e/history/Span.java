package dev.tieline.e2e.history;

import java.time.Duration;
import java.util.Collection;

/** From one instant of {@link System#nanoTime()} to another. */
public record Span(long from, long until) {
    public Span {
        if (until - from < 0) {
            throw new IllegalArgumentException("a span does not end before it begins: " + from + " to " + until);
        }
    }

    public Duration length() {
        return Duration.ofNanos(until - from);
    }

    boolean touches(long start, long end) {
        return start - until <= 0 && from - end <= 0;
    }

    /** How much of a stretch of time is covered by spans that do not overlap one another. */
    static Duration covered(long start, long end, Collection<Span> spans) {
        long sum = 0;
        for (var span : spans) {
            sum += Math.max(0, Math.min(end, span.until) - Math.max(start, span.from));
        }
        return Duration.ofNanos(sum);
    }
}
