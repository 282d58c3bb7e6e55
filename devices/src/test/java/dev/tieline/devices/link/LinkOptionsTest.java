package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkOptionsTest {
    private static final URI BROKER = URI.create("mqtt://broker:1883");

    @Test
    void shouldHaveDefaultsThatSuitABrokerNearby() {
        var options = LinkOptions.of(BROKER, "a");

        assertThat(options.limits()).isEqualTo(new LinkLimits(64, 64, 1_024, 16 * 1024 * 1024));
        assertThat(options.times())
                .isEqualTo(new LinkTimes(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(30)));
        assertThat(options.will()).isNull();
        assertThat(options.credentials()).isNull();
        assertThat(options.tls()).isNull();
    }

    @Test
    void shouldNotShowThePassword() {
        assertThat(LinkOptions.of(BROKER, "a").withCredentials("gw-1", "secret").toString())
                .contains("gw-1")
                .doesNotContain("secret");
    }

    @Test
    void shouldChangeOneThingAtATime() {
        var options = LinkOptions.of(BROKER, "a")
                .withMaxInFlight(3)
                .withKeepAlive(Duration.ofSeconds(5))
                .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(2));

        assertThat(options.limits().maxInFlight()).isEqualTo(3);
        assertThat(options.limits().inboundWindow()).isEqualTo(64);
        assertThat(options.times().keepAlive()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.times().maxBackoff()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://broker",
                "broker:1883",
                "mqtt:broker",
                "mqtt://broker/path",
                "mqtt://broker?x=1",
                "/tmp",
                "mqtt://broker:0",
                "mqtt://broker:65536"
            })
    void shouldRefuseWhatIsNotTheAddressOfABroker(String address) {
        assertThatThrownBy(() -> LinkOptions.of(URI.create(address), "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseAPasswordInTheAddressWithoutRepeatingIt() {
        assertThatThrownBy(() -> LinkOptions.of(URI.create("mqtt://gw-1:secret@broker"), "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Maybe give user name and password by withCredentials")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldNeedABrokerAndAClientId() {
        assertThatThrownBy(() -> LinkOptions.of(List.of(), "a")).hasMessageContaining("at least one broker");
        assertThatThrownBy(() -> LinkOptions.of(BROKER, " ")).hasMessageContaining("client id");
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt://broker, tcp://broker:1883",
        "tcp://broker:2883, tcp://broker:2883",
        "mqtts://broker, ssl://broker:8883",
        "ssl://broker:9883, ssl://broker:9883",
        "mqtt://[::1]:1883, tcp://[::1]:1883"
    })
    void shouldWriteAddressesAsTheClientLibraryDoes(URI address, String paho) {
        assertThat(new BrokerAddress(address).forPaho()).isEqualTo(paho);
    }

    @Test
    void shouldRefuseLimitsAndTimesOutOfRange() {
        assertThatThrownBy(() -> new LinkLimits(0, 1, 1, 1_024))
                .hasMessage("maxInFlight must lie in 1..65535, and it is 0");
        assertThatThrownBy(() -> LinkOptions.of(BROKER, "a").withKeepAlive(Duration.ofMillis(900)))
                .hasMessageContaining("keepAlive must lie in 1..65535 seconds");
        assertThatThrownBy(() -> LinkOptions.of(BROKER, "a").withAckTimeout(Duration.ZERO))
                .hasMessage("ackTimeout must be positive, and it is PT0S");
        assertThatThrownBy(() -> LinkOptions.of(BROKER, "a").withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("in order");
    }
}
