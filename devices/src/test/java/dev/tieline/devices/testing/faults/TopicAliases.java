package dev.tieline.devices.testing.faults;

import java.util.HashMap;
import java.util.Map;

/**
 * The topics that numbers stand for in one direction of one connection (OASIS MQTT 5.0, section 3.3.2.3.4). Not for
 * several threads.
 */
final class TopicAliases {
    private final Map<Integer, String> topics = new HashMap<>();

    /** The same packet; if it is a PUBLISH, with the topic that it goes to, whether it names it or not. */
    Frame named(Frame frame) {
        if (frame.type() != PacketType.PUBLISH) {
            return frame;
        }
        var header = PublishHeader.read(frame.bytes(), frame.headerLength());
        if (header.topic().isEmpty()) {
            return frame.to(topics.getOrDefault(header.alias(), ""));
        }
        if (header.alias() > 0) {
            topics.put(header.alias(), header.topic());
        }
        return frame.to(header.topic());
    }
}
