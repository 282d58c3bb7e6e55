package dev.tieline.launcher.policy;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.document.DurableFile;
import dev.tieline.policy.guard.compile.BundleCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tieline policy compile}. */
@Command(
        name = "compile",
        exitCodeOnExecutionException = PolicyCommand.BAD_INPUT,
        description = {
            "Compiles the expressions of a bundle (its when keys) for nodes, which have no compiler: "
                    + "the same text, with a key guards at its end.",
            "A bundle without expressions stays as it is, and so does one that is compiled. A "
                    + "controller compiles what is applied to it by itself. The exit code is 0, or 2 where the "
                    + "file cannot be read or an expression is wrong."
        },
        footer = {"", "  ./tieline policy compile policy.yaml -o compiled.yaml"})
final class CompileCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The bundle.")
    Path file = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "The file to write, which may be FILE itself. Default: standard output")
    @Nullable Path output;

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var compiled = new BundleCompiler().compile(BundleText.of(file));
        var target = output;
        if (target == null) {
            var out = spec.commandLine().getOut();
            out.print(compiled);
            out.flush();
            return 0;
        }
        try {
            DurableFile.write(target, compiled.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + target + ": " + e.getMessage(), e);
        }
        return 0;
    }
}
