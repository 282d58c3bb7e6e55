package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Random;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketSizeTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldBeWhatTheClientLibraryWrites(long seed) throws MqttException {
        var random = new Random(seed);
        for (var i = 0; i < 50; i++) {
            var message = message(random);
            var paho = new MqttPublish(
                    message.topic(),
                    PahoMessages.toPaho(message),
                    PahoMessages.toPaho(message).getProperties());

            var written = paho.getHeader().length + paho.getPayload().length;

            assertThat(PacketSize.of(message)).isEqualTo(written);
        }
    }

    private static OutboundMessage message(Random random) {
        var user = new LinkedHashMap<String, String>();
        for (var i = random.nextInt(4); i > 0; i--) {
            user.put("name-" + i, text(random, 200));
        }
        var properties = new MessageProperties(
                random.nextBoolean() ? "reply/" + text(random, 100) : null,
                random.nextBoolean() ? new byte[random.nextInt(100)] : null,
                random.nextBoolean() ? Duration.ofMillis(1 + random.nextInt(10_000)) : null,
                random.nextBoolean() ? "application/json" : null,
                user);
        var payload = new byte[random.nextInt(1 << random.nextInt(22))];
        return new OutboundMessage("topic/" + text(random, 100), payload, random.nextInt(2), false, properties);
    }

    private static String text(Random random, int maxLength) {
        return random.ints(random.nextInt(1, maxLength), 0xA1, 0x900)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
