package dev.tieline.e2e.operators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The backend test data of ONNX 1.12, where Debian's package puts them or {@code -Dtieline.onnx.data} says. */
final class OperatorData {
    /** Its groups in the order of the report, each with the number of its cases. */
    static final Map<String, Integer> GROUPS = groups();

    private static final Path FOLDER =
            Path.of(System.getProperty("tieline.onnx.data", "/usr/share/libonnx-testdata/data"));

    private OperatorData() {}

    /** All cases, group by group, by name. @throws IllegalStateException if they are not there, or others are */
    static List<OperatorCase> read() throws IOException {
        var cases = new ArrayList<OperatorCase>();
        for (var group : GROUPS.entrySet()) {
            var found = read(group.getKey());
            if (found.size() != group.getValue()) {
                throw new IllegalStateException("The folder " + FOLDER.resolve(group.getKey()) + " has "
                        + found.size() + " cases, and in ONNX 1.12 it has " + group.getValue()
                        + ". Maybe set -Dtieline.onnx.data to the test data of that version: the list of exclusions is"
                        + " about them.");
            }
            cases.addAll(found);
        }
        return cases;
    }

    private static List<OperatorCase> read(String group) throws IOException {
        var folder = FOLDER.resolve(group);
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("There is no folder " + folder + ", which has cases that this test asks a"
                    + " node. Maybe install the package libonnx-testdata (Debian 12, which has ONNX 1.12), or set"
                    + " -Dtieline.onnx.data to a folder that has the groups " + GROUPS.keySet() + ".");
        }
        try (var folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(path -> new OperatorCase(
                            group, Objects.requireNonNull(path.getFileName()).toString(), path))
                    .toList();
        }
    }

    private static Map<String, Integer> groups() {
        var groups = new LinkedHashMap<String, Integer>();
        groups.put("node", 932);
        groups.put("simple", 23);
        groups.put("pytorch-operator", 35);
        groups.put("pytorch-converted", 82);
        return groups;
    }
}
