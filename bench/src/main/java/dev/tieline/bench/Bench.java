package dev.tieline.bench;

import dev.tieline.bench.failover.FailoverCommand;
import dev.tieline.bench.offload.OffloadCommand;
import dev.tieline.bench.overload.OverloadCommand;
import dev.tieline.bench.policy.PolicyCommand;
import dev.tieline.client.TielineException;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.launcher.console.LibraryLogs;
import dev.tieline.models.onnx.ModelLoadException;
import dev.tieline.models.store.ModelStoreException;
import dev.tieline.policy.document.DocumentException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line of the benchmarks. Without a name it lists them. */
@Command(
        name = "tieline bench",
        description = "Benchmarks: each prints a table and writes JSON.",
        synopsisSubcommandLabel = "NAME",
        commandListHeading = "%nBenchmarks:%n",
        subcommands = {OffloadCommand.class, OverloadCommand.class, FailoverCommand.class, PolicyCommand.class})
public final class Bench implements Callable<Integer> {

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    public static void main(String... arguments) {
        LibraryLogs.quieten();
        System.exit(commandLine().execute(arguments));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }

    /** The whole command line, with one place where a failure becomes a sentence and an exit code. */
    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setExecutionExceptionHandler(Bench::tell);
    }

    private static int tell(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        var sentence = failure instanceof CommandFailure
                || failure instanceof TielineException
                || failure instanceof DocumentException
                || failure instanceof ModelLoadException
                || failure instanceof ModelStoreException;
        if (sentence) {
            command.getErr().println("tieline bench: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
