package dev.tieline.edge.knowledge;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.policy.document.DocumentException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A document that a message brings.
 *
 * @param message the message; without a payload it withdraws what its topic said before
 */
record ToldDocument(InboundMessage message) {

    /** Reads one kind of document from its text. */
    interface Reader<T> {
        T read(String source, String text);
    }

    boolean withdraws() {
        return message.payload().length == 0;
    }

    /** What it says; nothing, and a complaint, if it is malformed. */
    <T> Optional<T> read(Reader<T> reader, Complaints complaints) {
        try {
            return Optional.of(reader.read(message.topic(), new String(message.payload(), StandardCharsets.UTF_8)));
        } catch (DocumentException e) {
            complaints.add("Ignored a malformed document: " + e.getMessage());
            return Optional.empty();
        }
    }
}
