package dev.tieline.launcher.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A process to start.
 *
 * @param name what people call it; also the name of its log file
 * @param command the program and its arguments
 * @param environment variables set on top of this process's own
 */
public record ChildSpec(String name, List<String> command, Map<String, String> environment) {

    public ChildSpec {
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "a child's name has lower-case letters, digits and '-', unlike '" + name + "'");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A JVM like this one that runs an executable jar. */
    public static ChildSpec jar(String name, Path jar, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+IgnoreUnrecognizedVMOptions");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(arguments);
        return new ChildSpec(name, command, Map.of());
    }

    /** The same with one variable more, or another value of one. */
    public ChildSpec withEnvironment(String variable, String value) {
        var all = new TreeMap<>(environment);
        all.put(variable, value);
        return new ChildSpec(name, command, all);
    }
}
