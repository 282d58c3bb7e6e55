package dev.tieline.launcher.control;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --controller} of every command that asks a controller. */
final class ControllerOption {
    static final String VARIABLE = "TIELINE_CONTROLLER";
    private static final String DEFAULT = "http://127.0.0.1:8080";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = "--controller",
            paramLabel = "URL",
            description = "Address of the controller. Default: $" + VARIABLE + ", else " + DEFAULT)
    @Nullable String address;

    /** A client of the controller that the option names, else the environment, else the default. */
    ControllerClient client() {
        return ControllerClient.at(address(System.getenv()), PATIENCE);
    }

    String address(Map<String, String> environment) {
        return address == null ? environment.getOrDefault(VARIABLE, DEFAULT) : address;
    }
}
