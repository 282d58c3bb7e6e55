package dev.tieline.devices.testing.faults;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** MQTT packets as bytes, written independently of the parser. */
final class Packets {
    private static final int LARGE = 40_000;

    private Packets() {}

    /** A packet of that type; the content is not looked at. */
    static byte[] packet(PacketType type, byte[] rest) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(type.firstByte());
        int length = rest.length;
        do {
            int digit = length % 128;
            length /= 128;
            bytes.write(length > 0 ? digit + 128 : digit);
        } while (length > 0);
        bytes.writeBytes(rest);
        return bytes.toByteArray();
    }

    /** A PUBLISH at QoS 0 without properties. */
    static byte[] publish(String topic, byte[] payload) {
        return publish(topic, new byte[0], payload);
    }

    /** A PUBLISH at QoS 0 with fewer than 128 bytes of properties. */
    static byte[] publish(String topic, byte[] properties, byte[] payload) {
        var name = topic.getBytes(StandardCharsets.UTF_8);
        var rest = new ByteArrayOutputStream();
        rest.write(name.length / 256);
        rest.write(name.length % 256);
        rest.writeBytes(name);
        rest.write(properties.length);
        rest.writeBytes(properties);
        rest.writeBytes(payload);
        return packet(PacketType.PUBLISH, rest.toByteArray());
    }

    static byte[] publish(String topic) {
        return publish(topic, new byte[0]);
    }

    /** Some packets of all types and sizes. */
    static List<byte[]> some(Random random) {
        var types = PacketType.values();
        return Stream.generate(() -> {
                    var rest = new byte[random.nextInt(random.nextInt(8) == 0 ? LARGE : 200)];
                    random.nextBytes(rest);
                    return packet(types[random.nextInt(types.length)], rest);
                })
                .limit(1 + random.nextInt(20))
                .toList();
    }

    static byte[] joined(List<byte[]> packets) {
        var stream = new ByteArrayOutputStream();
        packets.forEach(stream::writeBytes);
        return stream.toByteArray();
    }
}
