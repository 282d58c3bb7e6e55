package dev.tieline.edge.endpoint.mqtt;

import dev.tieline.edge.call.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The requests that got no answer: counted, and told in the log at most once a minute for each reason, since whoever
 * sends them decides how often. Thread-safe.
 */
final class Unanswered {
    private static final Logger LOG = Logger.getLogger(Unanswered.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int SHOWN = 128;

    private final Ticker ticker;
    private final Map<Reason, Tally> tallies = new EnumMap<>(Reason.class);

    /** Why nobody was answered. */
    enum Reason {
        /** The broker had kept it for whoever subscribes next: its sender is long gone. */
        RETAINED("it was retained"),
        /** It came by a topic that this node listens on, and that names no model. */
        UNKNOWN_TOPIC("its topic names no model of this node"),
        NO_RESPONSE_TOPIC("it names no response topic"),
        FOREIGN_RESPONSE_TOPIC("its response topic is not that of a client at this site"),
        /** What was to be said did not reach the broker. */
        UNSENT("its answer could not be sent");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** What it is called in metrics. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How many there were, and how many the log was told of, and when. */
    private static final class Tally {
        private long count;
        private long told;
        private long toldNanos;
    }

    Unanswered(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Counts one, and says so in the log unless that was said lately.
     *
     * @param detail what is to be said of it, such as the topic that it named; may be of any length
     */
    synchronized void add(Reason reason, String detail) {
        var tally = tallies.computeIfAbsent(reason, unheard -> new Tally());
        var now = ticker.nanos();
        tally.count++;
        if (tally.told == 0 || now - tally.toldNanos >= PAUSE.toNanos()) {
            LOG.warnf(
                    "A request over MQTT was not answered, since %s: %s. So it was with %d more since this was last said.",
                    reason.words, shortened(detail), tally.count - tally.told - 1);
            tally.told = tally.count;
            tally.toldNanos = now;
        }
    }

    /** How many there were for that reason. */
    synchronized long count(Reason reason) {
        var tally = tallies.get(reason);
        return tally == null ? 0 : tally.count;
    }

    /** How many there were, for every reason that there is. */
    synchronized Map<String, Long> byReason() {
        return Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::word, this::count));
    }

    /** Of how many the log was told; those in between are in its next line. */
    synchronized long told(Reason reason) {
        var tally = tallies.get(reason);
        return tally == null ? 0 : tally.told;
    }

    private static String shortened(String text) {
        var shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return shown.replaceAll("\\p{Cc}", "?");
    }
}
