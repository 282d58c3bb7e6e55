package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages of a channel that wait for its consumer, in order. At QoS 1 the broker bounds them, since they are not
 * acknowledged yet; at QoS 0 the oldest gives way to the newest.
 */
final class InboundBuffer {
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private final int maxQos0;
    private int waitingQos0;
    private long dropped;

    InboundBuffer(int maxQos0) {
        this.maxQos0 = maxQos0;
    }

    /** Adds a message. @return whether it is the first that made another one give way */
    synchronized boolean add(Delivery delivery) {
        waiting.add(delivery);
        if (delivery.qos() > 0 || ++waitingQos0 <= maxQos0) {
            return false;
        }
        dropOldest();
        return ++dropped == 1;
    }

    synchronized Optional<Delivery> poll() {
        var first = Optional.ofNullable(waiting.poll());
        if (first.isPresent() && first.get().qos() == 0) {
            waitingQos0--;
        }
        return first;
    }

    /** Empties the buffer and returns what was in it. */
    synchronized List<Delivery> clear() {
        var rest = new ArrayList<>(waiting);
        waiting.clear();
        waitingQos0 = 0;
        return rest;
    }

    synchronized int size() {
        return waiting.size();
    }

    /** How many messages at QoS 0 gave way to newer ones. */
    synchronized long dropped() {
        return dropped;
    }

    private void dropOldest() {
        var oldest = waiting.iterator();
        while (oldest.next().qos() > 0) {
            // Messages at QoS 1 never give way.
        }
        oldest.remove();
        waitingQos0--;
    }
}
