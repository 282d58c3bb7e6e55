package dev.tieline.cloud.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.link.Credentials;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkSettingsTest {
    private static final String PREFIX = "tieline.messaging.links.fleet.";

    @Test
    void shouldTakeDefaultsForALinkThatSaysOnlyBrokerAndClient() {
        var settings = read(Map.of("broker", "mqtt://127.0.0.1:1883", "client-id", "c"));

        assertThat(settings)
                .isEqualTo(new LinkSettings(
                        "fleet", URI.create("mqtt://127.0.0.1:1883"), "c", null, null, Duration.ofSeconds(10), 64, 64));
    }

    @Test
    void shouldReadAllSettingsOfALink() {
        var settings = read(Map.of(
                "broker", "mqtts://localhost",
                "client-id", "c",
                "username", "u",
                "password", "p",
                "trust", "ca.pem",
                "keep-alive", "5s",
                "window", "3",
                "max-in-flight", "4"));

        assertThat(settings)
                .isEqualTo(new LinkSettings(
                        "fleet",
                        URI.create("mqtts://localhost"),
                        "c",
                        new Credentials("u", "p"),
                        Path.of("ca.pem"),
                        Duration.ofSeconds(5),
                        3,
                        4));
    }

    @Test
    void shouldGiveTheLinkItsLimits() {
        var options = read(Map.of("broker", "mqtt://127.0.0.1", "client-id", "c", "window", "3", "max-in-flight", "4"))
                .options();

        assertThat(options.limits().inboundWindow()).isEqualTo(3);
        assertThat(options.limits().maxInFlight()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            broker        | http://127.0.0.1     | 'http://127.0.0.1' is not the address of a broker
            broker        | mqtt://203.0.113.7   | it must be on this machine (loopback)
            client-id     | "  "                 | it must not be blank
            keep-alive    | 0s                   | it must be from 1s to 65535s
            window        | 0                    | tieline.messaging.links.fleet.window is 0, and it must be from 1 to 65535
            max-in-flight | 65536                | tieline.messaging.links.fleet.max-in-flight is 65536, and it must be from
            password      | secret               | tieline.messaging.links.fleet.username is not
            """)
    void shouldNameTheSettingThatIsNotLegal(String name, String value, String message) {
        var settings = new HashMap<>(Map.of("broker", "mqtt://127.0.0.1", "client-id", "c"));
        settings.put(name, value);

        assertThatThrownBy(() -> read(settings)).hasMessageContaining(message).hasMessageContaining(name);
    }

    @Test
    void shouldSayWhichSettingIsMissing() {
        assertThatThrownBy(() -> read(Map.of("client-id", "c")))
                .hasMessage("the link 'fleet' has no broker. Maybe set tieline.messaging.links.fleet.broker");
    }

    @Test
    void shouldSayThatTheLinkOfAChannelIsNotThere() {
        try (var links = new SharedLinks(Map.of(), new Random(1), event -> {}, event -> {})) {
            assertThatThrownBy(() -> links.link("fleet", "in"))
                    .hasMessage("the channel 'in' has the attribute link with the value 'fleet', and the links are []."
                            + " Maybe set tieline.messaging.links.fleet.broker and its client-id");
        }
    }

    private static LinkSettings read(Map<String, String> settings) {
        var values = new HashMap<String, String>();
        settings.forEach((name, value) -> values.put(PREFIX + name, value));
        var config = new SmallRyeConfigBuilder()
                .withMapping(LinksConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withConverter(Duration.class, 200, new DurationConverter())
                .build()
                .getConfigMapping(LinksConfig.class);
        return config.links().entrySet().stream()
                .map(link -> LinkSettings.of(link.getKey(), link.getValue()))
                .findFirst()
                .orElseThrow();
    }
}
