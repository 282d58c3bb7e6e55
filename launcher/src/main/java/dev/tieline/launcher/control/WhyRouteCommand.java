package dev.tieline.launcher.control;

import dev.tieline.devices.NodeAddress;
import dev.tieline.launcher.console.HelpOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tieline why route}. */
@Command(
        name = "route",
        description = "Tells for every node whether work of a kind may go there from a node, and in which order.",
        footer = {"", "  ./tieline why route --from clinic-berlin/gw-1 --model minilm --class personal"})
final class WhyRouteCommand implements Callable<Integer> {
    @Option(names = "--from", required = true, paramLabel = "SITE/NODE", description = "The node that is asked.")
    String from = "";

    @Option(names = "--model", required = true, paramLabel = "MODEL", description = "The model that is asked for.")
    String model = "";

    @Option(names = "--class", description = "Data class: public, internal, personal or special.")
    @Nullable String dataClass;

    @Option(names = "--tags", description = "Tags of the data, such as health, separated by commas.")
    @Nullable String tags;

    @Option(names = "--purpose", description = "What the answer is for.")
    @Nullable String purpose;

    @Mixin
    Explanation explanation = new Explanation();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try {
            NodeAddress.of(from);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--from: " + e.getMessage(), e);
        }
        explanation.print(
                "why/route",
                query(),
                "nodes",
                RouteText::lines,
                spec.commandLine().getOut());
        return 0;
    }

    private Map<String, String> query() {
        var query = new TreeMap<String, String>();
        query.put("from", from);
        query.put("model", model);
        put(query, "class", dataClass);
        put(query, "tags", tags);
        put(query, "purpose", purpose);
        return query;
    }

    private static void put(Map<String, String> query, String key, @Nullable String value) {
        if (value != null) {
            query.put(key, value);
        }
    }
}
