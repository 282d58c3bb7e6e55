package dev.tieline.devices.link;

import java.util.ArrayDeque;
import java.util.function.IntConsumer;

/**
 * Puts the acknowledgements of one connection into the order in which its messages arrived, as the specification wants
 * it of a receiver (section 4.6, MQTT-4.6.0-2): one that comes early waits for those before it. The broker's receive
 * window bounds how many wait.
 */
final class Acknowledgements {
    private final ArrayDeque<Entry> unanswered = new ArrayDeque<>();
    private final IntConsumer send;

    /** @param send sends the PUBACK of a message id; called by one thread at a time */
    Acknowledgements(IntConsumer send) {
        this.send = send;
    }

    /** Notes a message that arrived, and returns its acknowledgement, of which only the first run counts. */
    synchronized Runnable expect(int messageId) {
        var entry = new Entry(messageId);
        unanswered.add(entry);
        return () -> handled(entry);
    }

    private synchronized void handled(Entry entry) {
        entry.handled = true;
        for (var first = unanswered.peek(); first != null && first.handled; first = unanswered.peek()) {
            unanswered.remove();
            send.accept(first.messageId);
        }
    }

    private static final class Entry {
        private final int messageId;
        private boolean handled;

        Entry(int messageId) {
            this.messageId = messageId;
        }
    }
}
