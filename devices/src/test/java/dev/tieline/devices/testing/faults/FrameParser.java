package dev.tieline.devices.testing.faults;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into MQTT control packets: one byte of type and flags, the length of the rest as a variable
 * byte integer of one to four bytes (OASIS MQTT 5.0, sections 1.5.5 and 2.1), the rest. It does not matter how the
 * stream is split into chunks.
 */
final class FrameParser {
    /** The longest packet that is taken for one, in bytes: eight times what Tieline sends. */
    static final int LONGEST = 64 * 1024 * 1024;

    private static final int LONGEST_HEADER = 5;
    private static final int MORE_FOLLOWS = 0x80;
    private static final int VALUE = 0x7F;

    private final byte[] header = new byte[LONGEST_HEADER];
    private int headerLength;
    private byte @Nullable [] frame;
    private int filled;

    /**
     * Takes the next bytes of the stream.
     *
     * @return the packets that end in them
     * @throws NotMqttException if they cannot be MQTT; nothing can be parsed after that
     */
    List<Frame> feed(byte[] chunk, int length) throws NotMqttException {
        var complete = new ArrayList<Frame>();
        int position = 0;
        while (position < length) {
            if (frame == null) {
                takeHeader(chunk[position++]);
            } else {
                position += takeBody(frame, chunk, position, length);
            }
            if (frame != null && filled == frame.length) {
                complete.add(end(frame));
            }
        }
        return complete;
    }

    /** Whether the stream is at the end of a packet, or of nothing. */
    boolean betweenPackets() {
        return headerLength == 0;
    }

    private void takeHeader(byte next) throws NotMqttException {
        header[headerLength++] = next;
        if (headerLength == 1) {
            if (PacketType.of(next).isEmpty()) {
                throw new NotMqttException("no MQTT packet begins with the byte " + next);
            }
        } else if ((next & MORE_FOLLOWS) == 0) {
            begin();
        } else if (headerLength == LONGEST_HEADER) {
            throw new NotMqttException("the length of an MQTT packet has at most four bytes");
        }
    }

    private void begin() throws NotMqttException {
        int rest = 0;
        for (int i = headerLength - 1; i > 0; i--) {
            rest = (rest << 7) | (header[i] & VALUE);
        }
        if (rest > LONGEST) {
            throw new NotMqttException("a packet of " + rest + " bytes is longer than " + LONGEST);
        }
        var bytes = new byte[headerLength + rest];
        System.arraycopy(header, 0, bytes, 0, headerLength);
        frame = bytes;
        filled = headerLength;
    }

    private int takeBody(byte[] body, byte[] chunk, int position, int length) {
        int taken = Math.min(length - position, body.length - filled);
        System.arraycopy(chunk, position, body, filled, taken);
        filled += taken;
        return taken;
    }

    private Frame end(byte[] bytes) {
        var ended = new Frame(PacketType.of(bytes[0]).orElseThrow(), bytes, headerLength);
        frame = null;
        headerLength = 0;
        return ended;
    }
}
