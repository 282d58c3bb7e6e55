package dev.tieline.edge.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.Cards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DesiredFileTest {
    private static final String CARD = Cards.simple("simple@1");

    @TempDir
    Path folder;

    private Path path;
    private DesiredFile file;

    @BeforeEach
    void open() {
        path = folder.resolve("desired.json");
        file = new DesiredFile(path);
    }

    @Test
    void shouldKnowNothingBeforeAnythingWasKept() {
        assertThat(file.read()).isEmpty();
    }

    @Test
    void shouldGiveBackWhatWasKeptLast() throws IOException {
        file.write(PaperNode.desired(CARD));
        file.write(PaperNode.desired(Cards.simple("simple@2"), Cards.simple("other@1")));

        assertThat(new DesiredFile(path).read())
                .contains(PaperNode.desired(Cards.simple("simple@2"), Cards.simple("other@1")));
        assertThat(folder).isDirectoryContaining("glob:**desired.json").isDirectoryNotContaining("glob:**.new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "not a document", "{\"apiVersion\": \"tieline.dev/routes/v1\"}", "\u0000\u0001"})
    void shouldGoOnWithoutADamagedFile(String damage) throws IOException {
        Files.writeString(path, damage);

        assertThat(file.read()).isEmpty();
    }

    @Test
    void shouldGoOnWithoutAFileThatIsCutShort() throws IOException {
        file.write(PaperNode.desired(CARD));
        var whole = Files.readAllBytes(path);
        Files.write(path, java.util.Arrays.copyOf(whole, whole.length / 2));

        assertThat(file.read()).isEmpty();
    }

    @Test
    void shouldGoOnWithoutAFileThatIsNoText() throws IOException {
        Files.write(path, new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xc0});

        assertThat(file.read()).isEmpty();
    }

    @Test
    void shouldReplaceADamagedFile() throws IOException {
        Files.writeString(path, "damage");

        file.write(PaperNode.desired(CARD));

        assertThat(file.read()).contains(PaperNode.desired(CARD));
    }

    @Test
    void shouldSayWhenItCannotBeKept() throws IOException {
        Files.writeString(folder.resolve("taken"), "a file where a folder should be");
        var nowhere = new DesiredFile(folder.resolve("taken").resolve("desired.json"));

        assertThatThrownBy(() -> nowhere.write(PaperNode.desired(CARD))).isInstanceOf(IOException.class);
    }
}
