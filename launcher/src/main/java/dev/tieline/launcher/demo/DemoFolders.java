package dev.tieline.launcher.demo;

import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** The folders that a demo leaves behind, and the next one must not find. */
final class DemoFolders {
    private DemoFolders() {}

    /** Removes a folder with all that is in it; links are removed, not followed. */
    static void remove(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    "the folder of an earlier demo, " + folder + ", cannot be removed: " + e.getMessage()
                            + ". Maybe another demo is running",
                    e);
        }
    }
}
