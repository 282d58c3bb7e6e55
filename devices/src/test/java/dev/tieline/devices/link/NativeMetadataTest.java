package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import org.eclipse.paho.mqttv5.client.spi.NetworkModuleFactory;
import org.junit.jupiter.api.Test;

/** A native executable finds by name only what is listed; a name that does not exist would be found out at run time. */
class NativeMetadataTest {
    private static final String FILE = "/META-INF/native-image/dev.tieline/tieline-devices/reachability-metadata.json";
    private static final YamlMap METADATA = metadata();

    @Test
    void shouldNameOnlyTypesWithTheConstructorsThatItPromises() {
        for (var type : METADATA.list("reflection").maps()) {
            var name = type.only("type", "methods").string("type");
            var constructors = type.list("methods").maps();

            assertThat(constructors).as(name).singleElement().satisfies(constructor -> {
                assertThat(constructor.string("name")).isEqualTo("<init>");
                assertThat(constructor.list("parameterTypes").items()).isEmpty();
            });
            assertThatCode(() -> Class.forName(name).getConstructor()).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldNameEveryNetworkModuleThatTheLibraryLooksUp() {
        var listed = METADATA.list("reflection").maps().stream()
                .map(type -> type.string("type"))
                .toList();

        var lookedUp = ServiceLoader.load(NetworkModuleFactory.class).stream()
                .map(provider -> provider.type().getName())
                .toList();

        assertThat(lookedUp).isNotEmpty();
        assertThat(listed).containsAll(lookedUp);
    }

    @Test
    void shouldNameOnlyResourcesThatExist() {
        for (var resource : METADATA.list("resources").maps()) {
            resource.only("glob", "bundle");
            if (resource.has("bundle")) {
                var name = resource.string("bundle");
                assertThatCode(() -> ResourceBundle.getBundle(name)).doesNotThrowAnyException();
            } else {
                assertThat(NativeMetadataTest.class.getResource("/" + resource.string("glob")))
                        .as(resource.string("glob"))
                        .isNotNull();
            }
        }
    }

    @Test
    void shouldListTheLoggerAndBothBundlesWithoutWhichNoClientStarts() {
        var types = METADATA.list("reflection").maps().stream()
                .map(type -> type.string("type"))
                .toList();
        var bundles = METADATA.list("resources").maps().stream()
                .flatMap(resource -> resource.findString("bundle").stream())
                .toList();

        assertThat(types).contains("org.eclipse.paho.mqttv5.client.logging.JSR47Logger");
        assertThat(bundles)
                .isEqualTo(List.of(
                        "org.eclipse.paho.mqttv5.common.nls.messages",
                        "org.eclipse.paho.mqttv5.client.internal.nls.logcat"));
    }

    private static YamlMap metadata() {
        try (var in = Objects.requireNonNull(NativeMetadataTest.class.getResourceAsStream(FILE), FILE)) {
            return YamlReader.read(FILE, new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .asMap();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }
}
