package dev.tieline.edge.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedNoteTest {
    private static final Digest ONE = Digest.ofBytes(new byte[] {1});
    private static final Digest TWO = Digest.ofBytes(new byte[] {2});

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("served");
    }

    @Test
    void shouldTellTheNextProcessWhatWasInService() {
        new ServedNote(file).write(Set.of(ONE, TWO));

        assertThat(new ServedNote(file).read()).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void shouldForgetWhatIsInServiceNoMore() {
        var note = new ServedNote(file);
        note.write(Set.of(ONE, TWO));

        note.write(Set.of(TWO));

        assertThat(new ServedNote(file).read()).containsExactly(TWO);
    }

    @Test
    void shouldKnowOfNothingWhereThereIsNoNoteOrADamagedOne() throws IOException {
        assertThat(new ServedNote(file).read()).isEmpty();

        Files.write(file, new byte[] {(byte) 0xFF, 'x'});

        assertThat(new ServedNote(file).read()).isEmpty();
    }

    @Test
    void shouldOfferAgainWhatTheDiskDidNotTake() throws IOException {
        var note = new ServedNote(file);
        var obstacle = Files.createDirectories(file.resolve("in-the-way"));
        note.write(Set.of(ONE));

        Files.delete(obstacle);
        Files.delete(file);
        note.write(Set.of(ONE));

        assertThat(new ServedNote(file).read()).containsExactly(ONE);
    }
}
