package dev.tieline.launcher.control;

import dev.tieline.launcher.console.HelpOption;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.models.store.ModelStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tieline apply}: tells a controller what is wanted. */
@Command(
        name = "apply",
        description = {
            "Tells a controller what is wanted: site book, policy, models, deployments, one document a file.",
            "Sites come first, then policy, models and deployments. What the controller lacks of a model's",
            "files is uploaded from the local store. The exit code is 1 if a file failed; the others are applied."
        },
        footer = {
            "",
            "  ./tieline apply -f deployment.yaml",
            "  ./tieline apply -f devices/profiles/sites-demo.yaml -f policy/rules -f models/catalog"
        })
public final class ApplyCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE|DIR",
            description = "A file, or a folder whose .yaml, .yml and .json files are meant; may be repeated.")
    List<Path> files = List.of();

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "The store of models to upload from. Default: ./tieline's")
    @Nullable Path store;

    @Mixin
    ControllerOption controller = new ControllerOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var applier = new Applier(
                controller.client(),
                this::open,
                lines(spec.commandLine().getOut()),
                lines(spec.commandLine().getErr()));
        return applier.apply(files) ? 0 : 1;
    }

    private ModelStore open() {
        return new ModelStore(store == null ? Surroundings.of(System.getenv()).models() : store);
    }

    private static Consumer<String> lines(PrintWriter writer) {
        return line -> {
            writer.println(line);
            writer.flush();
        };
    }
}
