package dev.tieline.launcher;

import dev.tieline.client.TielineException;
import dev.tieline.launcher.broker.BrokerCommand;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.LibraryLogs;
import dev.tieline.launcher.control.ApplyCommand;
import dev.tieline.launcher.control.DeleteCommand;
import dev.tieline.launcher.control.GetCommand;
import dev.tieline.launcher.control.WhyCommand;
import dev.tieline.launcher.demo.DemoCommand;
import dev.tieline.launcher.fetch.ModelsCommand;
import dev.tieline.launcher.infer.InferCommand;
import dev.tieline.launcher.policy.PolicyCommand;
import dev.tieline.models.store.ModelStoreException;
import dev.tieline.policy.document.DocumentException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the launcher. */
@Command(
        name = "tieline",
        description = "Federated inference from edge to cloud.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BrokerCommand.class,
            ModelsCommand.class,
            InferCommand.class,
            ApplyCommand.class,
            GetCommand.class,
            WhyCommand.class,
            DeleteCommand.class,
            PolicyCommand.class,
            DemoCommand.class
        })
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
        var sentence = failure instanceof CommandFailure
                || failure instanceof TielineException
                || failure instanceof DocumentException
                || failure instanceof ModelStoreException;
        if (sentence) {
            command.getErr().println("tieline: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }
}
