package dev.tieline.devices.link;

import java.nio.charset.StandardCharsets;

/** The length of a PUBLISH packet on the wire (MQTT 5 specification, section 3.3). */
final class PacketSize {
    private static final int LENGTH_PREFIX = 2;
    private static final int PACKET_ID = 2;
    private static final int PROPERTY_ID = 1;
    private static final int EXPIRY_SECONDS = 4;

    private PacketSize() {}

    /** The bytes of the whole packet, header included. */
    static long of(OutboundMessage message) {
        long properties = propertyBytes(message.properties());
        long remaining = text(message.topic())
                + (message.qos() > 0 ? PACKET_ID : 0)
                + variableByteInteger(properties)
                + properties
                + message.payload().length;
        return 1 + variableByteInteger(remaining) + remaining;
    }

    private static long propertyBytes(MessageProperties properties) {
        long bytes = 0;
        if (properties.responseTopic() != null) {
            bytes += PROPERTY_ID + text(properties.responseTopic());
        }
        if (properties.correlationData() != null) {
            bytes += PROPERTY_ID + LENGTH_PREFIX + properties.correlationData().length;
        }
        if (properties.expiry() != null) {
            bytes += PROPERTY_ID + EXPIRY_SECONDS;
        }
        if (properties.contentType() != null) {
            bytes += PROPERTY_ID + text(properties.contentType());
        }
        for (var entry : properties.user().entrySet()) {
            bytes += PROPERTY_ID + text(entry.getKey()) + text(entry.getValue());
        }
        return bytes;
    }

    private static long text(String text) {
        return (long) LENGTH_PREFIX + text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int variableByteInteger(long value) {
        if (value < 1 << 7) {
            return 1;
        } else if (value < 1 << 14) {
            return 2;
        }
        return value < 1 << 21 ? 3 : 4;
    }
}
