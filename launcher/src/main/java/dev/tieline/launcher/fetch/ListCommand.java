package dev.tieline.launcher.fetch;

import dev.tieline.launcher.console.HelpOption;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.store.ModelStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tieline models list}. */
@Command(name = "list", description = "Lists the models of the catalogue and whether the local store has them.")
final class ListCommand implements Callable<Integer> {
    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var surroundings = Surroundings.of(System.getenv());
        var store = new ModelStore(surroundings.models());
        var out = spec.commandLine().getOut();
        for (var model : ModelCatalog.read(surroundings.catalog()).all()) {
            var here = store.holds(model) ? "here" : "to fetch";
            out.printf("%-16s %-9s %-12s %s%n", model.ref(), here, model.licence(), model.description());
        }
        out.flush();
        return 0;
    }
}
