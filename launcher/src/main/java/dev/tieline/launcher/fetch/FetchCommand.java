package dev.tieline.launcher.fetch;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelManifest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tieline models fetch}. */
@Command(
        name = "fetch",
        description = "Fetches models into the local store; says nothing of those that are there already.")
final class FetchCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL",
            description = "Name, or name@version, of a model of the catalogue.")
    List<String> names = List.of();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var surroundings = Surroundings.of(System.getenv());
        var catalog = ModelCatalog.read(surroundings.catalog());
        var models = names.stream().map(name -> find(catalog, name)).toList();
        var err = spec.commandLine().getErr();
        var fetcher = ModelFetcher.of(surroundings, line -> {
            err.println(line);
            err.flush();
        });
        for (var model : models) {
            fetcher.fetch(model);
        }
        return 0;
    }

    /** Names are resolved before anything is fetched, so that a wrong one costs nothing. */
    static ModelManifest find(ModelCatalog catalog, String name) {
        return catalog.find(name)
                .orElseThrow(() -> new CommandFailure("there is no model '" + name + "' in the catalogue. It has: "
                        + catalog.all().stream()
                                .map(model -> model.ref().toString())
                                .collect(Collectors.joining(", "))));
    }
}
