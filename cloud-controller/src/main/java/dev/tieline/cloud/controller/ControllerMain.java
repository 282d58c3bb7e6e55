package dev.tieline.cloud.controller;

import dev.tieline.devices.web.MachineName;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** The program: reads the command line, then runs the controller until it is told to stop. */
@QuarkusMain
public final class ControllerMain {

    private ControllerMain() {}

    public static void main(String... args) {
        MachineName.askNobody();
        var options = new ControllerOptions();
        var command = new CommandLine(options);
        int code = command.execute(args);
        if (code != 0 || command.isUsageHelpRequested() || command.isVersionHelpRequested()) {
            System.exit(code);
        }
        options.settings().forEach(System::setProperty);
        Quarkus.run(ControllerApplication.class, (exit, failure) -> {
            if (failure != null) {
                System.err.println("tieline controller: " + rootOf(failure).getMessage());
            }
            System.exit(exit);
        });
    }

    // What kept Quarkus from starting, such as a port that is taken, stands below what it was wrapped in.
    private static Throwable rootOf(Throwable failure) {
        var cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }
}
