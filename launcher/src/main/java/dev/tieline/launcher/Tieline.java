package dev.tieline.launcher;

import dev.tieline.launcher.broker.BrokerCommand;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.LibraryLogs;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the launcher. */
@Command(
        name = "tieline",
        description = "Federated inference from edge to cloud.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BrokerCommand.class})
public final class Tieline {

    public static void main(String... arguments) {
        LibraryLogs.quieten();
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, with one place where a failure becomes a sentence and an exit code. */
    static CommandLine commandLine() {
        return new CommandLine(new Tieline()).setExecutionExceptionHandler(Tieline::tell);
    }

    private static int tell(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof CommandFailure) {
            command.getErr().println("tieline: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
