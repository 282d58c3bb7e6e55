package dev.tieline.devices.link;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What a link listens to: kept for its whole life, and announced to the broker on each connect. */
final class Subscriptions {

    /** One filter with the handler of its messages. */
    record Subscription(String filter, int qos, Consumer<InboundMessage> handler) {

        Subscription {
            TopicFilters.checkFilter(filter);
            TopicFilters.checkQos(qos);
        }
    }

    private final CopyOnWriteArrayList<Subscription> all = new CopyOnWriteArrayList<>();

    synchronized void add(Subscription subscription) {
        if (all.stream().anyMatch(known -> known.filter().equals(subscription.filter()))) {
            throw new IllegalArgumentException("'" + subscription.filter() + "' is already subscribed on this link");
        }
        all.add(subscription);
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
