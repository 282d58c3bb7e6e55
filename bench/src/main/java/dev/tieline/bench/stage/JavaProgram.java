package dev.tieline.bench.stage;

import dev.tieline.launcher.process.ChildSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs on the class path of this one, to be run in a JVM of their own. */
public final class JavaProgram {

    private JavaProgram() {}

    /** A JVM like this one that runs the main class with the arguments. */
    public static ChildSpec spec(String name, Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+IgnoreUnrecognizedVMOptions");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ChildSpec(name, command, Map.of());
    }
}
