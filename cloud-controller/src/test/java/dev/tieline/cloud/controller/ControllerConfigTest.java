package dev.tieline.cloud.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.cloud.fleet.FleetSettings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControllerConfigTest {

    @Test
    void shouldHaveDefaultsForThisMachine() {
        var config = read(Map.of());

        assertThat(config.controller().tenant()).isEqualTo("default");
        assertThat(config.controller().home()).isEqualTo(Path.of(".tieline/controller"));
        assertThat(config.controller().url()).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(config.controller().maxBlob()).isEqualTo(4L * 1024 * 1024 * 1024);
        assertThat(config.link().broker()).isEqualTo(URI.create("mqtt://127.0.0.1:1883"));
        assertThat(config.link().keepAlive()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.fleet().staleAfter()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void shouldFollowThePortAndTheHomeOfAll() {
        var config = read(Map.of("quarkus.http.port", "8181", "TIELINE_HOME", "/var/lib/tieline"));

        assertThat(config.controller().url()).isEqualTo(URI.create("http://127.0.0.1:8181"));
        assertThat(config.controller().home()).isEqualTo(Path.of("/var/lib/tieline/controller"));
    }

    @Test
    void shouldRefuseAKeyThatItDoesNotKnow() {
        assertThatThrownBy(() -> read(Map.of("tieline.controller.tennant", "x")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("tieline.controller.tennant");
    }

    @Test
    void shouldHaveEveryKeyInTheDocumentation() throws Exception {
        var page = Files.readString(Path.of("../docs/configuration.md"));
        var controller = page.substring(page.indexOf("## The controller"), page.indexOf("## Asking a node"));

        assertThat(keys("tieline", ControllerConfig.class))
                .hasSizeGreaterThanOrEqualTo(10)
                .allSatisfy(key -> assertThat(controller).contains("`" + key + "`"));
    }

    @ParameterizedTest
    @CsvSource({
        "url, ftp://127.0.0.1",
        "url, http://127.0.0.1:8080/",
        "url, http://me@127.0.0.1",
        "url, http://127.0.0.1?a",
        "url, http://127.0.0.1#a",
        "url, nonsense",
        "tenant, Acme",
        "max-blob, 0"
    })
    void shouldNotStartWithASettingThatCannotBeUsed(String key, String value) {
        var config = read(Map.of("tieline.controller." + key, value));

        assertThatThrownBy(() -> ControllerSettings.of(config))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("tieline.controller." + key)
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @CsvSource({"0s, PT0S", "-5s, PT-5S"})
    void shouldNotStartWithAFleetThatIsStaleAtOnce(String value, String told) {
        var config = read(Map.of("tieline.fleet.stale-after", value));

        assertThatThrownBy(() -> ControllerSettings.of(config))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("tieline.fleet.stale-after")
                .hasMessageContaining(told);
    }

    @Test
    void shouldLetTheFleetBeSilentForAsLongAsItIsTold() {
        var config = read(Map.of("tieline.fleet.stale-after", "2s"));

        assertThat(ControllerSettings.of(config).fleet())
                .isEqualTo(new FleetSettings(Duration.ofSeconds(2), Duration.ofMinutes(1), 1_000));
    }

    @Test
    void shouldTakeAUrlWithAPath() {
        var config = read(Map.of("tieline.controller.url", "https://tieline.example/eu"));

        assertThat(ControllerSettings.of(config).url()).isEqualTo(URI.create("https://tieline.example/eu"));
    }

    private static List<String> keys(String prefix, Class<?> section) {
        return Arrays.stream(section.getMethods())
                .flatMap(method -> keys(prefix + "." + kebab(method), method))
                .toList();
    }

    private static Stream<String> keys(String key, Method method) {
        return method.getReturnType().getEnclosingClass() == ControllerConfig.class
                ? keys(key, method.getReturnType()).stream()
                : Stream.of(key);
    }

    private static String kebab(Method method) {
        return method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static ControllerConfig read(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters() // durations like 30s are read by one of Quarkus
                .withMapping(ControllerConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(ControllerConfig.class);
    }
}
