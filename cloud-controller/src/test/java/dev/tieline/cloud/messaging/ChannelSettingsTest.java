package dev.tieline.cloud.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelSettingsTest {

    @Test
    void shouldTakeDefaultsForAnIncomingChannelThatSaysOnlyItsTopic() {
        var settings = InboundSettings.read(Stage.attributes("incoming", "in", "topic", "a/+"));

        assertThat(settings)
                .isEqualTo(new InboundSettings("in", "default", "a/+", 1, 1_024, FailureStrategy.IGNORE, true));
    }

    @Test
    void shouldReadAllAttributesOfAnIncomingChannel() {
        var settings = InboundSettings.read(Stage.attributes(
                "incoming",
                "in",
                "link",
                "fleet",
                "topic",
                "$share/controllers/a/#",
                "qos",
                "0",
                "qos0-buffer",
                "10",
                "failure-strategy",
                "fail",
                "health-enabled",
                "false"));

        assertThat(settings)
                .isEqualTo(new InboundSettings(
                        "in", "fleet", "$share/controllers/a/#", 0, 10, FailureStrategy.FAIL, false));
    }

    @Test
    void shouldTakeDefaultsForAnOutgoingChannelThatSaysNothing() {
        var settings = OutboundSettings.read(Stage.attributes("outgoing", "out"));

        assertThat(settings)
                .isEqualTo(new OutboundSettings(
                        "out", "default", null, 1, false, 64, WhenDisconnected.WAIT, WhenNobodyListens.ACCEPT, true));
    }

    @Test
    void shouldReadAllAttributesOfAnOutgoingChannel() {
        var settings = OutboundSettings.read(Stage.attributes(
                "outgoing",
                "out",
                "link",
                "fleet",
                "topic",
                "a/b",
                "qos",
                "0",
                "retain",
                "true",
                "max-in-flight",
                "7",
                "when-disconnected",
                "fail",
                "when-nobody-listens",
                "refuse",
                "health-enabled",
                "false"));

        assertThat(settings)
                .isEqualTo(new OutboundSettings(
                        "out", "fleet", "a/b", 0, true, 7, WhenDisconnected.FAIL, WhenNobodyListens.REFUSE, false));
    }

    @Test
    void shouldTakeAttributesThatHoldForAllChannelsOfTheConnector() {
        var attributes = Stage.attributes(
                "incoming",
                "in",
                Map.of(
                        "mp.messaging.incoming.in.connector", "tieline-mqtt",
                        "mp.messaging.incoming.in.topic", "a",
                        "mp.messaging.connector.tieline-mqtt.link", "fleet"));

        assertThat(InboundSettings.read(attributes).link()).isEqualTo("fleet");
    }

    @Test
    void shouldTakeAttributesOfReactiveMessagingItself() {
        var settings = InboundSettings.read(
                Stage.attributes("incoming", "in", "topic", "a", "broadcast", "true", "enabled", "true"));

        assertThat(settings.topic()).isEqualTo("a");
    }

    @Test
    void shouldRefuseAnUnknownAttributeAndTellTheKnownOnes() {
        assertThatThrownBy(() -> InboundSettings.read(
                        Stage.attributes("incoming", "in", "topic", "a", "toppic", "b", "retain", "true")))
                .hasMessage("the channel 'in' has the unknown attribute retain, toppic; there are failure-strategy,"
                        + " health-enabled, link, qos, qos0-buffer, topic");
    }

    @Test
    void shouldRefuseAnUnknownAttributeOfTheConnector() {
        var attributes = Stage.attributes(
                "outgoing",
                "out",
                Map.of(
                        "mp.messaging.outgoing.out.connector", "tieline-mqtt",
                        "mp.messaging.connector.tieline-mqtt.host", "example"));

        assertThatThrownBy(() -> OutboundSettings.read(attributes)).hasMessageContaining("unknown attribute host");
    }

    @Test
    void shouldRefuseAnIncomingChannelWithoutATopic() {
        assertThatThrownBy(() -> InboundSettings.read(Stage.attributes("incoming", "in")))
                .hasMessage("the channel 'in' has no attribute topic: it needs the topic filter to subscribe to");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            qos              | 2     | it must be a whole number from 0 to 1
            qos              | one   | it must be a whole number from 0 to 1
            qos0-buffer      | 0     | it must be a whole number from 1 to 1000000
            failure-strategy | retry | it must be ignore or fail
            health-enabled   | yes   | it must be true or false
            topic            | a#    | 'a#' is not a topic filter
            """)
    void shouldNameTheValueOfAnIncomingChannelThatIsNotLegal(String name, String value, String legal) {
        var attributes = name.equals("topic")
                ? Stage.attributes("incoming", "in", name, value)
                : Stage.attributes("incoming", "in", "topic", "a", name, value);

        assertThatThrownBy(() -> InboundSettings.read(attributes))
                .hasMessageStartingWith(
                        "the channel 'in' has the attribute " + name + " with the value '" + value + "': " + legal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            qos               | -1    | it must be a whole number from 0 to 1
            retain            | maybe | it must be true or false
            max-in-flight     | 65536 | it must be a whole number from 1 to 65535
            when-disconnected | drop  | it must be wait or fail
            when-nobody-listens | drop | it must be accept or refuse
            topic             | a/+   | the topic 'a/+' has a wildcard
            """)
    void shouldNameTheValueOfAnOutgoingChannelThatIsNotLegal(String name, String value, String legal) {
        var attributes = Stage.attributes("outgoing", "out", name, value);

        assertThatThrownBy(() -> OutboundSettings.read(attributes))
                .hasMessageStartingWith(
                        "the channel 'out' has the attribute " + name + " with the value '" + value + "': " + legal);
    }
}
