package dev.tieline.launcher.control;

import dev.tieline.launcher.console.HelpOption;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tieline delete}: takes back what was applied. */
@Command(
        name = "delete",
        description = "Takes back a deployment, or a model that no deployment uses.",
        footer = {"", "  ./tieline delete deployments embeddings"})
public final class DeleteCommand implements Callable<Integer> {
    private static final Set<ResourceKind> DELETABLE = Set.of(ResourceKind.MODELS, ResourceKind.DEPLOYMENTS);

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            converter = ResourceKind.Converter.class,
            description = "models or deployments.")
    ResourceKind kind = ResourceKind.DEPLOYMENTS;

    @Parameters(index = "1", paramLabel = "NAME", description = "Which one; a model's name is like minilm@1.")
    String name = "";

    @Mixin
    ControllerOption controller = new ControllerOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (!DELETABLE.contains(kind)) {
            throw new ParameterException(
                    spec.commandLine(), kind.word() + " cannot be deleted, only models and deployments can");
        }
        controller.client().delete(kind.path(name));
        var out = spec.commandLine().getOut();
        out.println(kind.singular() + " " + name + " deleted");
        out.flush();
        return 0;
    }
}
