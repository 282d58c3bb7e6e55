package dev.tieline.cloud.ingest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Messages that could not be used: counted each time, logged once per topic and reason. Bounded, and thread-safe.
 *
 * <p>Whoever sends rubbish in a loop costs a count, not a disk. When more different ones come than are kept, the oldest
 * are forgotten, and would be logged again.
 */
public final class Rejections {
    private static final Logger LOG = Logger.getLogger(Rejections.class);
    private static final int KEPT = 1_000;
    private static final int MAX_REASON = 500;

    private final InstantSource clock;
    private final Map<Key, Rejection> kept = new LinkedHashMap<>();
    private long total;

    private record Key(String topic, String reason) {}

    /**
     * Messages of one topic that were rejected for one reason.
     *
     * @param topic where they came from
     * @param reason what is wrong with them
     * @param count how many there were
     * @param first when the first one came
     * @param last when the last one came
     */
    public record Rejection(String topic, String reason, long count, Instant first, Instant last) {}

    public Rejections(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts a message, and logs it if it is the first of its kind. */
    public void reject(String topic, String reason) {
        var told = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "..." : reason;
        var now = clock.instant();
        boolean first;
        synchronized (kept) {
            total++;
            var key = new Key(topic, told);
            var known = kept.get(key);
            first = known == null;
            kept.put(
                    key,
                    known == null
                            ? new Rejection(topic, told, 1, now, now)
                            : new Rejection(topic, told, known.count + 1, known.first, now));
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        if (first) {
            LOG.warnf("Rejected a message of %s: %s", topic, told);
        }
    }

    /** All that are kept, the oldest kind first. */
    public List<Rejection> all() {
        synchronized (kept) {
            return List.copyOf(kept.values());
        }
    }

    /** How many messages were rejected since the start. */
    public long total() {
        synchronized (kept) {
            return total;
        }
    }
}
