package dev.tieline.edge.node;

import dev.tieline.devices.web.MachineName;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The program: reads the command line, then runs the node until it is told to stop. */
@QuarkusMain
public final class EdgeMain {

    private EdgeMain() {}

    public static void main(String... args) {
        MachineName.askNobody();
        var options = new NodeOptions();
        var command = new CommandLine(options);
        int code = command.execute(args);
        if (code != 0 || command.isUsageHelpRequested() || command.isVersionHelpRequested()) {
            System.exit(code);
        }
        options.settings().forEach(System::setProperty);
        Quarkus.run(EdgeApplication.class, EdgeMain::ended);
    }

    /** The rim: whatever kept the node from starting is told here, once. */
    private static void ended(int code, @Nullable Throwable failure) {
        if (failure != null) {
            StartSentence.of(failure)
                    .ifPresentOrElse(
                            sentence -> System.err.println("tieline node: " + sentence),
                            () -> failure.printStackTrace(System.err));
        }
        System.exit(code);
    }
}
