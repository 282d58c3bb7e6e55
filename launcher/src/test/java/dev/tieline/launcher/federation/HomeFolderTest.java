package dev.tieline.launcher.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeFolderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldRemoveWhatAnEarlierFederationLeftAndNothingElse() throws Exception {
        var demo = folder.resolve("demo");
        Files.createDirectories(demo.resolve("clinic/models"));
        Files.writeString(demo.resolve("clinic/models/blob"), "bytes");
        var kept = Files.writeString(folder.resolve("kept"), "mine");
        Files.createSymbolicLink(demo.resolve("link"), kept);

        HomeFolder.remove(demo);

        assertThat(demo).doesNotExist();
        assertThat(kept).hasContent("mine");
    }

    @Test
    void shouldAcceptThatThereWasNoEarlierFederation() {
        HomeFolder.remove(folder.resolve("demo"));

        assertThat(folder).isEmptyDirectory();
    }
}
