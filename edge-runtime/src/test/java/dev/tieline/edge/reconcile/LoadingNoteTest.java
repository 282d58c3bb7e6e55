package dev.tieline.edge.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingNoteTest {
    private static final Digest CARD = Digest.ofBytes(new byte[] {1});

    @TempDir
    Path folder;

    @Test
    void shouldTellTheNextProcessWhatWasBeingLoadedOnce() {
        note().begin(CARD);

        assertThat(note().take()).contains(CARD);
        assertThat(note().take()).isEmpty();
    }

    @Test
    void shouldTellNothingOnceTheLoadHasEnded() {
        note().begin(CARD);
        note().end();

        assertThat(note().take()).isEmpty();
        assertThat(folder.resolve("loading")).doesNotExist();
    }

    @Test
    void shouldIgnoreADamagedNote() throws IOException {
        Files.writeString(folder.resolve("loading"), "sha256:");

        assertThat(note().take()).isEmpty();
        assertThat(folder.resolve("loading")).doesNotExist();
    }

    @Test
    void shouldStopNoLoadWhenTheDiskTakesNoNote() throws IOException {
        Files.createDirectories(folder.resolve("loading").resolve("in-the-way"));

        note().begin(CARD);
        note().end();

        assertThat(note().take()).isEmpty();
    }

    private LoadingNote note() {
        return new LoadingNote(folder.resolve("loading"));
    }
}
