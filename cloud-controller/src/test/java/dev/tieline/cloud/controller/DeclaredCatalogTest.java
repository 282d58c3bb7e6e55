package dev.tieline.cloud.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.cloud.Samples;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredCatalogTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
    private static final Map<String, String> ALL = Map.of(
            "tieline.declared.sites", Samples.SITES.toString(),
            "tieline.declared.policy", Samples.POLICY.toString(),
            "tieline.declared.models", Samples.MODELS.toString());

    @Test
    void shouldReadTheFilesThatTheSettingsName() {
        var catalog = DeclaredCatalog.read(declared(ALL), CLOCK);

        assertThat(catalog.policy()).hasToString("acme-eu version 1");
        assertThat(catalog.sites().sites()).hasSize(6);
    }

    @Test
    void shouldNotStartWithoutASiteBook() {
        assertThatThrownBy(() -> DeclaredCatalog.read(declared(without("tieline.declared.sites")), CLOCK))
                .isInstanceOf(StartFailure.class)
                .hasMessage("the controller needs a site book. Maybe give --sites FILE, or set tieline.declared.sites");
    }

    @Test
    void shouldNotStartWithoutAPolicy() {
        assertThatThrownBy(() -> DeclaredCatalog.read(declared(without("tieline.declared.policy")), CLOCK))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "the controller needs a policy bundle. Maybe give --policy FILE, or set tieline.declared.policy");
    }

    @Test
    void shouldNotStartWithAFileThatCannotBeRead() {
        var settings = with("tieline.declared.policy", Samples.SITES.toString());

        assertThatThrownBy(() -> DeclaredCatalog.read(declared(settings), CLOCK))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith(Samples.SITES + ":");
    }

    @Test
    void shouldTakeTheModelCardsOfTheRepositoryByDefault() {
        assertThat(declared(Map.of()).models()).isEqualTo(Path.of("models/catalog"));
        assertThat(declared(Map.of("TIELINE_CATALOG", "/cards")).models()).isEqualTo(Path.of("/cards"));
    }

    @Test
    void shouldRefuseASettingThatItDoesNotKnow() {
        assertThatThrownBy(() -> declared(with("tieline.declared.polcy", "x")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("tieline.declared.polcy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tieline.declared.sites", "tieline.declared.policy", "tieline.declared.models"})
    void shouldHaveEveryKeyInTheDocumentation(String key) throws Exception {
        assertThat(ALL).containsKey(key);
        assertThat(ControllerConfig.Declared.class.getMethods()).hasSameSizeAs(ALL.keySet());
        assertThat(Files.readString(Path.of("../docs/configuration.md"))).contains("`" + key + "`");
    }

    private static Map<String, String> without(String key) {
        var settings = new HashMap<>(ALL);
        settings.remove(key);
        return settings;
    }

    private static Map<String, String> with(String key, String value) {
        var settings = new HashMap<>(ALL);
        settings.put(key, value);
        return settings;
    }

    private static ControllerConfig.Declared declared(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(ControllerConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(ControllerConfig.class)
                .declared();
    }
}
