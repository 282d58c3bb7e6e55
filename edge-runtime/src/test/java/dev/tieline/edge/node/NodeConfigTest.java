package dev.tieline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.log.LogFormat;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeConfigTest {

    @Test
    void shouldHaveDefaultsThatServeAlone() {
        var config = read(Map.of());

        assertThat(config.link().broker()).isEmpty();
        assertThat(config.knowledge().policy()).isEmpty();
        assertThat(config.serving().dataClass()).isEqualTo("public");
        assertThat(config.serving().queue()).isEqualTo(16);
        assertThat(config.serving().maxRequests()).isEqualTo(1_024);
        assertThat(config.serving().maxConnections()).isEqualTo(4_096);
        assertThat(config.serving().headTime()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.serving().idleTime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.serving().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.serving().maxTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.serving().resultAge()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.serving().maxResults()).isEqualTo(256);
        assertThat(config.serving().maxResultBytes()).isEmpty();
        assertThat(config.serving().maxRequestBytes()).isEmpty();
        assertThat(config.offload().attemptTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.offload().maxBody()).isEqualTo(8 * 1024 * 1024);
        assertThat(config.telemetry().period()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.node().home()).isEqualTo(Path.of(".tieline/nodes/local-node"));
        assertThat(config.tracing().endpoint()).isEmpty();
        assertThat(config.tracing().ratio()).isEqualTo(1);
        assertThat(config.log().format()).isEqualTo(LogFormat.TEXT);
    }

    @Test
    void shouldJoinTheDefaultsOfTheTenantAndOfTheNode() {
        var config = read(Map.of(
                "tieline.tenant.data-class", "personal",
                "tieline.tenant.tags", "acme",
                "tieline.serving.data-class", "internal",
                "tieline.serving.tags", "ward-3"));

        var defaults = Endpoints.defaults(config.tenant(), config.serving());

        assertThat(defaults.label()).isEqualTo(DataLabel.of(DataClass.PERSONAL, "acme", "ward-3"));
    }

    @Test
    void shouldNameTheSettingWhoseClassThereIsNot() {
        var config = read(Map.of("tieline.tenant.data-class", "secret"));

        assertThatThrownBy(() -> Endpoints.defaults(config.tenant(), config.serving()))
                .hasMessageStartingWith("The setting tieline.tenant.data-class is 'secret'. Legal here: public");
    }

    @Test
    void shouldWriteItsLogAsJsonWhereItIsToldTo() {
        assertThat(read(Map.of("tieline.log.format", "json")).log().format()).isEqualTo(LogFormat.JSON);
    }

    @Test
    void shouldRefuseAFormatThatItDoesNotKnow() {
        assertThatThrownBy(() -> read(Map.of("tieline.log.format", "xml")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("tieline.log.format");
    }

    @Test
    void shouldKeepTheHomesOfTwoNodesApart() {
        var config =
                read(Map.of("TIELINE_HOME", "/var/lib/tieline", "tieline.node.site", "a", "tieline.node.name", "b"));

        assertThat(config.node().home()).isEqualTo(Path.of("/var/lib/tieline/nodes/a-b"));
        assertThat(config.models().store()).isEqualTo(Path.of("/var/lib/tieline/models"));
    }

    @Test
    void shouldRefuseAKeyThatItDoesNotKnow() {
        assertThatThrownBy(() -> read(Map.of("tieline.serving.slotts", "2")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("tieline.serving.slotts");
    }

    @Test
    void shouldHaveEveryKeyInTheDocumentation() throws Exception {
        var page = Files.readString(Path.of("../docs/configuration.md"));

        assertThat(keys("tieline", NodeConfig.class))
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    private static List<String> keys(String prefix, Class<?> section) {
        return Arrays.stream(section.getMethods())
                .flatMap(method -> keys(prefix + "." + kebab(method), method))
                .toList();
    }

    private static Stream<String> keys(String key, Method method) {
        return method.getReturnType().getEnclosingClass() == NodeConfig.class
                ? keys(key, method.getReturnType()).stream()
                : Stream.of(key);
    }

    private static String kebab(Method method) {
        return method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static NodeConfig read(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters() // durations like 30s are read by one of Quarkus
                .withMapping(NodeConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(NodeConfig.class);
    }
}
