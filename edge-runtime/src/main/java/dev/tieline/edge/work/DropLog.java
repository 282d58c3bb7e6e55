package dev.tieline.edge.work;

import dev.tieline.edge.call.Ticker;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How often the log is told of work that is dropped: at most once a minute, since whoever sends it decides how often that
 * happens. Thread-safe.
 */
final class DropLog {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int SHOWN = 128;

    private final Ticker ticker;
    private boolean told;
    private long toldNanos;
    private long untold;

    DropLog(Ticker ticker) {
        this.ticker = ticker;
    }

    /** One was dropped. @return how many were since the log was last told, if it is to be told now */
    synchronized OptionalLong dropped() {
        long now = ticker.nanos();
        if (told && now - toldNanos < PAUSE.toNanos()) {
            untold++;
            return OptionalLong.empty();
        }
        long since = untold;
        told = true;
        toldNanos = now;
        untold = 0;
        return OptionalLong.of(since);
    }

    /** The beginning of a text of others, which may be of any length, without what would break the line. */
    static String shown(String text) {
        var beginning = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return beginning.replaceAll("\\p{Cc}", "?");
    }
}
