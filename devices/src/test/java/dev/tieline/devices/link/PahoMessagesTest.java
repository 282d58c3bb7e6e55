package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PahoMessagesTest {

    @Test
    void shouldKeepAllValuesOfAUserPropertyThatStandsSeveralTimes() {
        var properties = new MqttProperties();
        properties.setUserProperties(List.of(
                new UserProperty("tieline-class", "special"),
                new UserProperty("other", "1"),
                new UserProperty("tieline-class", "public"),
                new UserProperty("tieline-class", "special")));

        var message = PahoMessages.fromPaho("t", new MqttMessage(new byte[0], 1, false, properties));

        assertThat(message.properties().user())
                .containsEntry("tieline-class", "special")
                .containsEntry("other", "1");
        assertThat(message.properties().repeated())
                .containsExactly(Map.entry("tieline-class", List.of("special", "public", "special")));
    }

    @Test
    void shouldTakeAMessageWithoutProperties() {
        var message = PahoMessages.fromPaho("t", new MqttMessage(new byte[] {1}));

        assertThat(message).isEqualTo(new InboundMessage("t", new byte[] {1}, false, MessageProperties.NONE));
    }

    @ParameterizedTest
    @CsvSource({"PT0.001S,1", "PT1S,1", "PT1.000000001S,2", "PT2.5S,3", "P50000D,4294967295"})
    void shouldRoundTheExpiryUpToWholeSeconds(Duration expiry, long seconds) {
        var message = OutboundMessage.of("t", new byte[0], MessageProperties.NONE.withExpiry(expiry));

        assertThat(PahoMessages.toPaho(message).getProperties().getMessageExpiryInterval())
                .isEqualTo(seconds);
    }
}
