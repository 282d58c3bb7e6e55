package dev.tieline.devices.testing.faults;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of MQTT 5 control packets (OASIS MQTT 5.0, section 2.1.2). */
public enum PacketType {
    CONNECT(1),
    CONNACK(2),
    PUBLISH(3),
    PUBACK(4),
    PUBREC(5),
    PUBREL(6),
    PUBCOMP(7),
    SUBSCRIBE(8),
    SUBACK(9),
    UNSUBSCRIBE(10),
    UNSUBACK(11),
    PINGREQ(12),
    PINGRESP(13),
    DISCONNECT(14),
    AUTH(15);

    private final int number;

    PacketType(int number) {
        this.number = number;
    }

    /** The type in the upper half of a packet's first byte; empty for 0, which no packet has. */
    static Optional<PacketType> of(byte first) {
        int number = (first & 0xF0) >> 4;
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    /** The first byte of a packet of this type without flags. */
    byte firstByte() {
        return (byte) (number << 4);
    }
}
