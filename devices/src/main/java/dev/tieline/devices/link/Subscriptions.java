package dev.tieline.devices.link;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What a link listens to: kept for its whole life, and announced to the broker on each connect. */
final class Subscriptions {
    private static final Logger LOG = Logger.getLogger(Subscriptions.class);

    /** One filter with the handler of its messages, which acknowledges them. */
    record Subscription(String filter, int qos, Consumer<Delivery> handler) {

        Subscription {
            TopicFilters.checkFilter(filter);
            TopicFilters.checkQos(qos);
        }

        /** A subscription whose messages are acknowledged once their handler returned, or failed. */
        static Subscription acknowledging(String filter, int qos, Consumer<InboundMessage> handler) {
            return new Subscription(filter, qos, delivery -> {
                try {
                    handler.accept(delivery.message());
                } finally {
                    delivery.acknowledge().run();
                }
            });
        }
    }

    private final CopyOnWriteArrayList<Subscription> all = new CopyOnWriteArrayList<>();

    synchronized void add(Subscription subscription) {
        if (all.stream().anyMatch(known -> known.filter().equals(subscription.filter()))) {
            throw new IllegalArgumentException("'" + subscription.filter() + "' is already subscribed on this link");
        }
        all.add(subscription);
    }

    synchronized boolean remove(String filter) {
        return all.removeIf(known -> known.filter().equals(filter));
    }

    List<Subscription> all() {
        return List.copyOf(all);
    }

    /** Hands a message to all whom it concerns, and acknowledges it once the last of them has. */
    void hand(@Nullable InboundMessage message, int qos, Runnable acknowledge) {
        var matches = message == null ? List.<Subscription>of() : matching(message.topic());
        if (message == null || matches.isEmpty()) {
            acknowledge.run();
            return;
        }
        var missing = new AtomicInteger(matches.size());
        for (var match : matches) {
            var once = new AtomicBoolean();
            hand(match, new Delivery(message, qos, () -> {
                if (once.compareAndSet(false, true) && missing.decrementAndGet() == 0) {
                    acknowledge.run();
                }
            }));
        }
    }

    private static void hand(Subscription subscription, Delivery delivery) {
        try {
            subscription.handler().accept(delivery);
        } catch (RuntimeException | Error e) {
            // The link must outlive its handlers, and whoever comes next is not to blame.
            LOG.errorf(e, "The handler of %s failed", subscription.filter());
            delivery.acknowledge().run();
        }
    }

    List<Subscription> matching(String topic) {
        return all.stream()
                .filter(subscription -> TopicFilters.matches(subscription.filter(), topic))
                .toList();
    }
}
