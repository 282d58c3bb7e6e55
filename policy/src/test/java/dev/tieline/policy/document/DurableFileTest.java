package dev.tieline.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldMakeTheFileAndItsFolders() throws IOException {
        var file = folder.resolve("a/b/c.json");

        DurableFile.write(file, bytes("one"));

        assertThat(file).hasContent("one");
    }

    @Test
    void shouldReplaceTheWholeFileAndLeaveNothingBeside() throws IOException {
        var file = folder.resolve("c.json");
        DurableFile.write(file, bytes("a longer text"));

        DurableFile.write(file, bytes("two"));

        assertThat(file).hasContent("two");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldTakeOverWhatAKilledWriterLeftBeside() throws IOException {
        var file = folder.resolve("c.json");
        Files.writeString(folder.resolve("c.json.new"), "a longer text that was not wri");

        DurableFile.write(file, bytes("two"));

        assertThat(file).hasContent("two");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldLeaveTheFileAsItWasWhenItCannotBeReplaced() throws IOException {
        var file = folder.resolve("taken");
        Files.createDirectories(file.resolve("by a folder"));

        assertThatThrownBy(() -> DurableFile.write(file, bytes("one"))).isInstanceOf(IOException.class);

        assertThat(file.resolve("by a folder")).isDirectory();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldDeleteWhatIsThereAndNotMindWhatIsNot() throws IOException {
        var file = folder.resolve("c.json");
        DurableFile.write(file, bytes("one"));

        DurableFile.delete(file);
        DurableFile.delete(file);

        assertThat(file).doesNotExist();
    }

    @Test
    void shouldDeleteWhatAKilledWriterLeftBeside() throws IOException {
        var file = folder.resolve("c.json");
        DurableFile.write(file, bytes("one"));
        Files.writeString(folder.resolve("c.json.new"), "tw");

        DurableFile.delete(file);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldRenameAFileInPlaceOfAnother() throws IOException {
        var file = folder.resolve("c.json");
        var name = folder.resolve("c.old");
        DurableFile.write(file, bytes("one"));
        DurableFile.write(name, bytes("none"));

        DurableFile.rename(file, name);

        assertThat(file).doesNotExist();
        assertThat(name).hasContent("one");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
