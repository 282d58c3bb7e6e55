package dev.tieline.launcher.federation;

import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** The folder that a federation leaves behind, and that one which starts for the first time must not find. */
public final class HomeFolder {
    private HomeFolder() {}

    /** Removes a folder with all that is in it; links are removed, not followed. */
    public static void remove(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    "the folder of an earlier federation, " + folder + ", cannot be removed: " + e.getMessage()
                            + ". Maybe it is still running",
                    e);
        }
    }
}
