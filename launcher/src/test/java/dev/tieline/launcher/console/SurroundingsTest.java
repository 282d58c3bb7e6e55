package dev.tieline.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldDeriveEverythingFromTheRoot() throws Exception {
        Files.createDirectories(folder.resolve("models/catalog"));

        var surroundings = Surroundings.of(Map.of("TIELINE_ROOT", folder.toString()));

        assertThat(surroundings)
                .isEqualTo(new Surroundings(folder, folder.resolve(".tieline"), folder.resolve("models/catalog")));
        assertThat(surroundings.models()).isEqualTo(folder.resolve(".tieline/models"));
    }

    @Test
    void shouldTakeWhatTheCallerSays() throws Exception {
        var cards = Files.createDirectories(folder.resolve("cards"));

        var surroundings = Surroundings.of(Map.of(
                "TIELINE_ROOT", folder.toString(),
                "TIELINE_HOME", "/var/lib/tieline",
                "TIELINE_CATALOG", cards.toString()));

        assertThat(surroundings).isEqualTo(new Surroundings(folder, Path.of("/var/lib/tieline"), cards));
    }

    @Test
    void shouldSayHowToStartThisProgram() {
        assertThatThrownBy(() -> Surroundings.of(Map.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("TIELINE_ROOT is not set. Maybe start this program as ./tieline, which sets it.");
    }

    @Test
    void shouldNameACatalogueThatIsNotThere() {
        assertThatThrownBy(() -> Surroundings.of(Map.of("TIELINE_ROOT", folder.toString())))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("the model catalogue " + folder.resolve("models/catalog")
                        + " is not a folder. Maybe correct TIELINE_CATALOG.");
    }
}
