package dev.tieline.devices.link;

import dev.tieline.devices.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A handler that keeps what arrived. */
final class Received implements Consumer<InboundMessage> {
    private final List<InboundMessage> messages = new CopyOnWriteArrayList<>();

    @Override
    public void accept(InboundMessage message) {
        messages.add(message);
    }

    List<InboundMessage> messages() {
        return List.copyOf(messages);
    }

    List<String> texts() {
        return messages.stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    InboundMessage awaitFirst() {
        await(1);
        return messages.getFirst();
    }

    void await(int count) {
        Eventually.until(count + " messages arrived", () -> messages.size() >= count);
    }
}
