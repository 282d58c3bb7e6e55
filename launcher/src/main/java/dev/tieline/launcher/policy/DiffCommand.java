package dev.tieline.launcher.policy;

import dev.tieline.launcher.console.HelpOption;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicySet;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tieline policy diff}. */
@Command(
        name = "diff",
        exitCodeOnExecutionException = PolicyCommand.BAD_INPUT,
        description = {
            "Tells which requests two versions of a bundle answer differently, with both reasons.",
            "The exit code is 0 if none flips, 1 if one does, 2 where a file cannot be read or " + "nothing is asked."
        },
        footer = {
            "",
            "  ./tieline policy diff old.yaml new.yaml --replay audit.jsonl",
            "  ./tieline policy diff old.yaml new.yaml --cases cases.yaml"
        })
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OLD", description = "The bundle as it is.")
    Path old = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The bundle as it would be.")
    Path fresh = Path.of("");

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description = "A bundle of another level that stands beside both; may be repeated.")
    List<Path> with = List.of();

    @Mixin
    QuestionOptions questions = new QuestionOptions();

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (questions.none()) {
            throw new ParameterException(spec.commandLine(), "Missing what to ask: --replay FILE or --cases FILE");
        }
        var before = read(old);
        var after = read(fresh);
        var out = spec.commandLine().getOut();
        var report =
                output.json() ? new FlipJson(out, before.bundles(), after.bundles(), List.of()) : new FlipText(out);
        return new Comparison(before, after, questions, List.of())
                .run(report, spec.commandLine().getErr());
    }

    private PolicySet read(Path file) {
        List<BundleText> texts =
                BundleFiles.texts(Stream.concat(Stream.of(file), with.stream()).toList());
        return BundleFiles.asked(texts, "--with");
    }
}
