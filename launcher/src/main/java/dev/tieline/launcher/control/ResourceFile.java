package dev.tieline.launcher.control;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.Place;
import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file that is to be applied.
 *
 * @param source its name, as messages give it
 * @param kind what it declares
 * @param text its content, exactly
 */
record ResourceFile(String source, Declares kind, String text) {
    private static final Pattern NAME = Pattern.compile(".*\\.(yaml|yml|json)");
    private static final long MAX_BYTES = 16 * 1024 * 1024;

    /** What a document can declare, in the order that it is applied in: what is referred to comes first. */
    enum Declares {
        SITES("sites"),
        POLICY("policy"),
        MODEL("model"),
        DEPLOYMENT("deployment");

        private final String apiVersion;

        Declares(String word) {
            this.apiVersion = "tieline.dev/" + word + "/v1";
        }

        String apiVersion() {
            return apiVersion;
        }
    }

    /**
     * The files that paths name: a file itself, of a folder what is in it by name, without what is below.
     *
     * @throws CommandFailure if a path leads nowhere, or to a folder without such a file
     */
    static List<Path> list(List<Path> paths) {
        var files = new LinkedHashSet<Path>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                files.addAll(inFolder(path));
            } else if (Files.exists(path)) {
                files.add(path);
            } else {
                throw new CommandFailure("there is no file " + path);
            }
        }
        return new ArrayList<>(files);
    }

    /** Reads a file. @throws DocumentException if it is no document, or declares nothing that is known here */
    static ResourceFile read(Path file) {
        var source = file.toString();
        checkSize(file, source);
        var text = YamlReader.text(file);
        var kind = YamlReader.read(source, text)
                .asMap()
                .get("apiVersion")
                .choice("apiVersion", Declares.values(), Declares::apiVersion);
        return new ResourceFile(source, kind, text);
    }

    private static List<Path> inFolder(Path folder) {
        try (var entries = Files.list(folder)) {
            var files = entries.filter(Files::isRegularFile)
                    .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new CommandFailure("the folder " + folder + " has no file that ends in .yaml, .yml or .json");
            }
            return files;
        } catch (IOException e) {
            throw new CommandFailure("the folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void checkSize(Path file, String source) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new DocumentException(
                        new Place(source, 1, ""), "has " + Files.size(file) + " bytes; the limit is " + MAX_BYTES);
            }
        } catch (IOException e) {
            throw new DocumentException(new Place(source, 1, ""), "cannot be read: " + e.getMessage());
        }
    }
}
