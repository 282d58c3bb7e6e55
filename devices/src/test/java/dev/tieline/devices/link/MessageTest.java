package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void shouldCompareMessagesByContent() {
        var one = new OutboundMessage("t", new byte[] {1}, 1, false, properties());
        var same = new OutboundMessage("t", new byte[] {1}, 1, false, properties());

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one).isNotEqualTo(new OutboundMessage("t", new byte[] {2}, 1, false, properties()));
        assertThat(properties()).isEqualTo(properties()).hasSameHashCodeAs(properties());
        assertThat(properties()).isNotEqualTo(properties().withCorrelation(new byte[] {4}));
    }

    @Test
    void shouldShowSizesAndNamesButNoContent() {
        var message = new OutboundMessage("t", new byte[] {1, 2}, 1, false, properties());

        assertThat(message.toString()).isEqualTo("OutboundMessage[t, 2 bytes, qos=1, retain=false]");
        assertThat(properties().toString()).contains("3 bytes", "[name]").doesNotContain("value");
        assertThat(new InboundMessage("t", new byte[2], true, MessageProperties.NONE).toString())
                .isEqualTo("InboundMessage[t, 2 bytes, retained=true]");
    }

    @Test
    void shouldKeepItsOwnUserProperties() {
        var user = new HashMap<>(Map.of("a", "1"));
        var properties = MessageProperties.ofUser(user);

        user.put("b", "2");

        assertThat(properties.user()).containsOnlyKeys("a");
    }

    @Test
    void shouldRefuseAnExpiryThatIsNotPositive() {
        assertThatThrownBy(() -> MessageProperties.NONE.withExpiry(Duration.ZERO))
                .hasMessage("the expiry must be positive, and it is PT0S");
    }

    @Test
    void shouldRefuseQosTwoAndWildcards() {
        assertThatThrownBy(() -> new OutboundMessage("t", new byte[0], 2, false, MessageProperties.NONE))
                .hasMessage("the QoS must be 0 or 1, and it is 2");
        assertThatThrownBy(() -> new Will("t/+", new byte[0])).hasMessageContaining("wildcard");
    }

    private static MessageProperties properties() {
        return new MessageProperties(
                "reply", new byte[] {1, 2, 3}, Duration.ofSeconds(1), "text/plain", Map.of("name", "value"));
    }
}
