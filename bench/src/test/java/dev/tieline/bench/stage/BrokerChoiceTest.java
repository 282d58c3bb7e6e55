package dev.tieline.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerChoiceTest {
    @TempDir
    Path folder;

    @Test
    void shouldTakeMosquittoWhereItIsInstalled() throws IOException {
        var program = program();

        assertThat(BrokerChoice.of(null, List.of(folder.resolve("empty"), folder)))
                .isEqualTo(new BrokerChoice.Mosquitto(program));
    }

    @Test
    void shouldTakeArtemisWhereMosquittoIsNotInstalled() {
        assertThat(BrokerChoice.of(null, List.of(folder))).isEqualTo(new BrokerChoice.Artemis());
    }

    @Test
    void shouldTakeWhatIsNamed() throws IOException {
        var program = program();

        assertThat(BrokerChoice.of("artemis", List.of(folder))).isEqualTo(new BrokerChoice.Artemis());
        assertThat(BrokerChoice.of("mosquitto", List.of(folder))).isEqualTo(new BrokerChoice.Mosquitto(program));
        assertThat(BrokerChoice.of("mqtt://127.0.0.1:1883", List.of(folder)))
                .isEqualTo(new BrokerChoice.Running(URI.create("mqtt://127.0.0.1:1883")));
    }

    @Test
    void shouldSayWhereItLookedForMosquittoAndHowToGetIt() {
        assertThatThrownBy(() -> BrokerChoice.of("mosquitto", List.of(folder)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("Maybe install it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hivemq", "mqtt://127.0.0.1", "mqtts://127.0.0.1:8883", "http://127.0.0.1:80"})
    void shouldRefuseWhatIsNoBroker(String text) {
        assertThatThrownBy(() -> BrokerChoice.of(text, List.of(folder)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("the broker '" + text + "' is not known");
    }

    @Test
    void shouldLookWhereBrokersAreInstalledBesideTheSearchPath() {
        var folders = BrokerChoice.folders("/one" + File.pathSeparator + File.pathSeparator + "/usr/sbin");

        assertThat(folders).startsWith(Path.of("/one"), Path.of("/usr/sbin")).doesNotHaveDuplicates();
        assertThat(BrokerChoice.folders(null)).contains(Path.of("/usr/sbin"));
    }

    private Path program() throws IOException {
        var program = Files.createFile(folder.resolve("mosquitto"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
