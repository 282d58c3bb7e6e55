package dev.tieline.launcher.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The folders that the programs work in.
 *
 * @param root the folder of the {@code tieline} script and of the modules
 * @param home the state folder: models, logs, the demo's files
 * @param catalog the folder of the model cards
 */
public record Surroundings(Path root, Path home, Path catalog) {

    /**
     * Reads TIELINE_ROOT, TIELINE_HOME and TIELINE_CATALOG.
     *
     * @throws CommandFailure if TIELINE_ROOT is missing or the catalogue is not a folder
     */
    public static Surroundings of(Map<String, String> environment) {
        var rootText = environment.get("TIELINE_ROOT");
        if (rootText == null) {
            throw new CommandFailure("TIELINE_ROOT is not set. Maybe start this program as ./tieline, which sets it.");
        }
        var root = Path.of(rootText);
        var home = Path.of(environment.getOrDefault(
                "TIELINE_HOME", root.resolve(".tieline").toString()));
        var catalog = Path.of(environment.getOrDefault(
                "TIELINE_CATALOG", root.resolve("models/catalog").toString()));
        if (!Files.isDirectory(catalog)) {
            throw new CommandFailure(
                    "the model catalogue " + catalog + " is not a folder. Maybe correct TIELINE_CATALOG.");
        }
        return new Surroundings(root, home, catalog);
    }

    /** Where the content-addressed model store lies. */
    public Path models() {
        return home.resolve("models");
    }
}
