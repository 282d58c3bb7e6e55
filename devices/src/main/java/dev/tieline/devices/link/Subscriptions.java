package dev.tieline.devices.link;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What a link listens to: kept for its whole life, and announced to the broker on each connect. */
final class Subscriptions {

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

    List<Subscription> matching(String topic) {
        return all.stream()
                .filter(subscription -> TopicFilters.matches(subscription.filter(), topic))
                .toList();
    }
}
