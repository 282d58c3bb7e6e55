package dev.tieline.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of a connection in MQTT 5 as a client sends them that waits for nothing. Each method adds a packet. */
final class MqttFrames {
    private static final int CONNECT = 0x10;
    private static final int PUBLISH_ONCE_OR_MORE = 0x32;
    private static final int RESPONSE_TOPIC = 0x08;
    private static final int CORRELATION_DATA = 0x09;
    private static final int IDS = 0xffff;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int published;

    /** A connection that begins as it should. */
    static MqttFrames connect(String client) {
        var packet = new ByteArrayOutputStream();
        text(packet, "MQTT");
        packet.write(5);
        packet.write(2); // a clean start
        number(packet, 600);
        packet.write(0);
        text(packet, client);
        var frames = new MqttFrames();
        frames.packet(CONNECT, packet.toByteArray());
        return frames;
    }

    /**
     * A message at QoS 1.
     *
     * @param responseTopic none if empty
     */
    MqttFrames publish(String topic, String responseTopic, byte[] body) {
        var packet = new ByteArrayOutputStream();
        text(packet, topic);
        number(packet, published++ % IDS + 1);
        var properties = new ByteArrayOutputStream();
        if (!responseTopic.isEmpty()) {
            properties.write(RESPONSE_TOPIC);
            text(properties, responseTopic);
            properties.write(CORRELATION_DATA);
            text(properties, "c" + published);
        }
        length(packet, properties.size());
        packet.writeBytes(properties.toByteArray());
        packet.writeBytes(body);
        return packet(PUBLISH_ONCE_OR_MORE, packet.toByteArray());
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    private MqttFrames packet(int type, byte[] content) {
        bytes.write(type);
        length(bytes, content.length);
        bytes.writeBytes(content);
        return this;
    }

    private static void text(ByteArrayOutputStream target, String text) {
        number(target, text.length());
        target.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void number(ByteArrayOutputStream target, int value) {
        target.write(value >> 8);
        target.write(value);
    }

    private static void length(ByteArrayOutputStream target, int value) {
        int left = value;
        for (; left >= 0x80; left >>>= 7) {
            target.write((left & 0x7f) | 0x80);
        }
        target.write(left);
    }
}
