package dev.tieline.devices.testing.faults;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the variable header of a PUBLISH says of its topic (OASIS MQTT 5.0, section 3.3.2).
 *
 * @param topic its name; empty where an alias stands for it
 * @param alias the number that stands for the name on this connection from now on, or already does; 0 for none
 */
record PublishHeader(String topic, int alias) {
    private static final PublishHeader UNREADABLE = new PublishHeader("", 0);
    private static final int QOS = 0b0110;
    private static final int MORE_FOLLOWS = 0x80;
    private static final int VALUE = 0x7F;

    /** Reads it from a whole packet whose fixed header has that length. */
    static PublishHeader read(byte[] packet, int headerLength) {
        try {
            var rest = ByteBuffer.wrap(packet, headerLength, packet.length - headerLength);
            var topic = text(rest);
            if ((packet[0] & QOS) != 0) {
                skip(rest, Short.BYTES); // the packet identifier
            }
            return new PublishHeader(topic, rest.hasRemaining() ? alias(rest, number(rest)) : 0);
        } catch (BufferUnderflowException e) {
            return UNREADABLE;
        }
    }

    /** Goes through the properties that a PUBLISH may have (section 3.3.2.3) until the one that is looked for. */
    private static int alias(ByteBuffer rest, int length) {
        int end = rest.position() + length;
        while (rest.position() < end) {
            switch (rest.get()) {
                case 0x01 -> skip(rest, Byte.BYTES); // payload format indicator
                case 0x02 -> skip(rest, Integer.BYTES); // message expiry interval
                case 0x03, 0x08, 0x09 -> skip(rest, length(rest)); // content type, response topic, correlation data
                case 0x0B -> number(rest); // subscription identifier
                case 0x23 -> {
                    return length(rest); // topic alias: two bytes, as lengths have
                }
                case 0x26 -> { // user property
                    skip(rest, length(rest));
                    skip(rest, length(rest));
                }
                default -> {
                    return 0;
                }
            }
        }
        return 0;
    }

    private static String text(ByteBuffer rest) {
        var bytes = new byte[length(rest)];
        rest.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int length(ByteBuffer rest) {
        return rest.getShort() & 0xFFFF;
    }

    /** A variable byte integer (section 1.5.5). */
    private static int number(ByteBuffer rest) {
        int number = 0;
        for (int shift = 0; ; shift += 7) {
            int digit = rest.get();
            number |= (digit & VALUE) << shift;
            if ((digit & MORE_FOLLOWS) == 0) {
                return number;
            }
        }
    }

    private static void skip(ByteBuffer rest, int bytes) {
        if (bytes > rest.remaining()) {
            throw new BufferUnderflowException();
        }
        rest.position(rest.position() + bytes);
    }
}
