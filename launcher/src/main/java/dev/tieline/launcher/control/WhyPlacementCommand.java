package dev.tieline.launcher.control;

import dev.tieline.launcher.console.HelpOption;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tieline why placement}. */
@Command(
        name = "placement",
        description = "Tells where a deployment's model was placed, by which scores, and why nowhere else.",
        footer = {"", "  ./tieline why placement embeddings"})
final class WhyPlacementCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of a deployment.")
    String name = "";

    @Mixin
    Explanation explanation = new Explanation();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        explanation.print(
                "why/placement",
                Map.of("deployment", name),
                "outcome",
                PlacementText::lines,
                spec.commandLine().getOut());
        return 0;
    }
}
