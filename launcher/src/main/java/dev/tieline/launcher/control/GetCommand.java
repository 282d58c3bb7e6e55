package dev.tieline.launcher.control;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.policy.document.YamlMap;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tieline get}: shows what a controller knows. */
@Command(
        name = "get",
        description = "Shows what a controller has been told, sees and has decided.",
        footer = {"", "  ./tieline get nodes", "  ./tieline get deployments embeddings -o yaml"})
public final class GetCommand implements Callable<Integer> {
    enum Format {
        table,
        json,
        yaml
    }

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            converter = ResourceKind.Converter.class,
            description = "sites, policies, models, deployments, nodes, placements or decisions.")
    ResourceKind kind = ResourceKind.NODES;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "One of them; a node's name is SITE/NODE, a decision's that of its deployment.")
    @Nullable String name;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            description = "table, json, or yaml (for what was applied: as it was applied). Default: ${DEFAULT-VALUE}")
    Format format = Format.table;

    @Mixin
    ControllerOption controller = new ControllerOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (format == Format.yaml && !kind.declared()) {
            throw new ParameterException(
                    spec.commandLine(), kind.word() + " are not applied, so there is no yaml of them. Maybe -o json");
        }
        if (format != Format.table && name != null && !kind.hasPathOfOne()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "-o " + format + " shows all " + kind.word() + ". Maybe leave '" + name + "' out");
        }
        var client = controller.client();
        var out = spec.commandLine().getOut();
        switch (format) {
            case table ->
                kind.table(name == null ? all(client) : one(client, name))
                        .lines()
                        .forEach(out::println);
            case json -> json(client, out);
            case yaml -> yaml(client, out);
        }
        out.flush();
        return 0;
    }

    private List<YamlMap> all(ControllerClient client) throws InterruptedException {
        return client.json(kind.word(), Map.of(), kind.word()).list(kind.word()).maps();
    }

    private List<YamlMap> one(ControllerClient client, String wanted) throws InterruptedException {
        if (kind.hasPathOfOne()) {
            return List.of(client.json(kind.path(wanted), Map.of(), kind.nameKey()));
        }
        var found = all(client).stream()
                .filter(each -> each.string(kind.nameKey()).equals(wanted))
                .toList();
        if (found.isEmpty()) {
            throw new CommandFailure("there is no " + kind.singular() + " with the " + kind.nameKey() + " '" + wanted
                    + "'. Maybe see ./tieline get " + kind.word());
        }
        return found;
    }

    private void json(ControllerClient client, PrintWriter out) throws InterruptedException {
        var reply = client.ask(name == null ? kind.word() : kind.path(name), Map.of());
        reply.json(name == null ? kind.word() : kind.nameKey());
        out.println(reply.body().stripTrailing());
    }

    private void yaml(ControllerClient client, PrintWriter out) throws InterruptedException {
        if (name != null || kind == ResourceKind.SITES) {
            out.println(
                    client.yaml(name == null ? kind.word() : kind.path(name)).stripTrailing());
            return;
        }
        var separator = "";
        for (var each : all(client)) {
            out.print(separator);
            out.println(client.yaml(kind.path(each.string(kind.nameKey()))).stripTrailing());
            separator = "---" + System.lineSeparator();
        }
    }
}
