package dev.tieline.cloud.rollout;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What should hang at the broker, topic by topic, and whether it does.
 *
 * <p>The board is level-triggered: it holds the latest notice of each topic and publishes it until the broker has it.
 * Between two notices of one topic only the later one matters, and at most one of a topic is under way. After a
 * connect everything counts as lost, since a broker that was killed may have lost it. Thread-safe.
 */
public final class NoticeBoard {
    private static final Logger LOG = Logger.getLogger(NoticeBoard.class);

    private final Outbox outbox;
    private final InstantSource clock;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private int connection;

    /** The state of one topic. */
    private static final class Place {
        Notice wanted;
        boolean underWay;

        @Nullable Instant confirmed;

        Place(Notice wanted) {
            this.wanted = wanted;
        }
    }

    public NoticeBoard(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Puts a notice up in the place of what hung at its topic. What hangs there already is not published again. */
    public void post(Notice notice) {
        synchronized (places) {
            var place = places.get(notice.topic());
            if (place == null) {
                places.put(notice.topic(), new Place(notice));
            } else if (place.wanted.equals(notice)) {
                return;
            } else {
                place.wanted = notice;
                place.confirmed = null;
            }
        }
        send(notice.topic());
    }

    /** Takes down what hangs at a topic, also what another controller has left there. */
    public void withdraw(String topic) {
        post(Notice.withdrawal(topic));
    }

    /** Publishes everything again: the broker may have lost what it had. */
    public void renewAll() {
        List<String> topics;
        synchronized (places) {
            connection++;
            places.values().forEach(place -> place.confirmed = null);
            topics = List.copyOf(places.keySet());
        }
        topics.forEach(this::send);
    }

    /** Takes the news that nothing hangs at a topic any more: whoever took it down, it is put up again. */
    public void lost(String topic) {
        synchronized (places) {
            var place = places.get(topic);
            if (place == null || place.wanted.withdraws() || place.underWay) {
                return; // our own doing, or on its way
            }
            place.confirmed = null;
        }
        send(topic);
    }

    /** Publishes again what failed, and what would expire soon. To be called now and then. */
    public void tend() {
        List<String> due;
        synchronized (places) {
            due = places.entrySet().stream()
                    .filter(entry -> due(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
        }
        due.forEach(this::send);
    }

    /** How many notices the broker is not known to have. */
    public int unconfirmed() {
        synchronized (places) {
            return (int) places.values().stream()
                    .filter(place -> place.confirmed == null)
                    .count();
        }
    }

    // A third of the time, so that two renewals may fail before a notice expires.
    private boolean due(Place place) {
        var confirmed = place.confirmed;
        var expiry = place.wanted.expiry();
        return confirmed == null || (expiry != null && !clock.instant().isBefore(confirmed.plus(expiry.dividedBy(3))));
    }

    private void send(String topic) {
        Notice notice;
        int over;
        synchronized (places) {
            over = connection;
            var place = places.get(topic);
            if (place == null || place.underWay) {
                return; // what is under way looks again when it ends
            }
            place.underWay = true;
            notice = place.wanted;
        }
        CompletableFuture<Void> sent;
        try {
            sent = outbox.publish(notice).toCompletableFuture();
        } catch (IllegalStateException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        var unused = sent.whenComplete((nothing, failure) -> ended(notice, over, failure));
    }

    private void ended(Notice notice, int over, @Nullable Throwable failure) {
        boolean again;
        synchronized (places) {
            var place = places.get(notice.topic());
            if (place == null) {
                return;
            }
            place.underWay = false;
            again = !place.wanted.equals(notice) || over != connection;
            if (failure == null && !again) {
                place.confirmed = clock.instant();
                if (notice.withdraws()) {
                    places.remove(notice.topic());
                }
            }
        }
        if (failure != null) {
            LOG.warnf("The broker does not have %s yet: %s", notice.topic(), failure.getMessage());
        }
        if (again) {
            send(notice.topic());
        }
    }
}
