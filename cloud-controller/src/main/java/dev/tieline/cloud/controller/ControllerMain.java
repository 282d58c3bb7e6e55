package dev.tieline.cloud.controller;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** The program: reads the command line, then runs the controller until it is told to stop. */
@QuarkusMain
public final class ControllerMain {

    private ControllerMain() {}

    public static void main(String... args) {
        var options = new ControllerOptions();
        var command = new CommandLine(options);
        int code = command.execute(args);
        if (code != 0 || command.isUsageHelpRequested() || command.isVersionHelpRequested()) {
            System.exit(code);
        }
        options.settings().forEach(System::setProperty);
        Quarkus.run(ControllerApplication.class, (exit, failure) -> System.exit(exit));
    }
}
