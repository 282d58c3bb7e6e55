package dev.tieline.devices.testing.faults;

import java.util.Optional;

/** One MQTT control packet as it was on the wire, fixed header included. */
public final class Frame {
    private final PacketType type;
    private final byte[] bytes;
    private final int headerLength;
    private final String topic;

    /** Takes over the bytes, of which the fixed header are so many. */
    Frame(PacketType type, byte[] bytes, int headerLength) {
        this(type, bytes, headerLength, "");
    }

    private Frame(PacketType type, byte[] bytes, int headerLength, String topic) {
        this.type = type;
        this.bytes = bytes;
        this.headerLength = headerLength;
        this.topic = topic;
    }

    public PacketType type() {
        return type;
    }

    /** Its size in bytes. */
    public int size() {
        return bytes.length;
    }

    /** The topic that a PUBLISH goes to, also where only an alias stands for it; empty for the other types. */
    public Optional<String> topic() {
        return topic.isEmpty() ? Optional.empty() : Optional.of(topic);
    }

    /** The same packet, known to go there. */
    Frame to(String known) {
        return new Frame(type, bytes, headerLength, known);
    }

    /** The bytes themselves, not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    int headerLength() {
        return headerLength;
    }

    @Override
    public String toString() {
        return type + topic().map(name -> " to " + name).orElse("") + " of " + bytes.length + " bytes";
    }
}
