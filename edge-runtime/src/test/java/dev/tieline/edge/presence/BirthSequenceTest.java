package dev.tieline.edge.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BirthSequenceTest {
    @TempDir
    Path home = Path.of("");

    @Test
    void shouldBeginAtOne() {
        assertThat(new BirthSequence(home.resolve("birth")).next()).isEqualTo(1);
    }

    @Test
    void shouldGoOnAfterARestart() {
        new BirthSequence(home.resolve("birth")).next();

        var restarted = new BirthSequence(home.resolve("birth"));

        assertThat(restarted.current()).isEqualTo(1);
        assertThat(restarted.next()).isEqualTo(2);
    }

    @Test
    void shouldNameAFileThatHoldsNoNumber() throws Exception {
        Files.writeString(home.resolve("birth"), "x");

        assertThatThrownBy(() -> new BirthSequence(home.resolve("birth")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(home.resolve("birth").toString());
    }
}
