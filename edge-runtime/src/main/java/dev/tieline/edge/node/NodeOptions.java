package dev.tieline.edge.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the node. Each option is short for a setting; what is not given keeps its default. */
@Command(
        name = "tieline node",
        description = "Serves models on this machine, alone or as part of a federation.",
        mixinStandardHelpOptions = true,
        version = "tieline 0.1.0",
        sortOptions = false,
        footer = {
            "",
            "Every setting can also be given as -Dkey=value in JAVA_TOOL_OPTIONS or as an environment variable,",
            "such as TIELINE_SERVING_TIMEOUT=5s. The keys are listed in docs/configuration.md."
        })
final class NodeOptions implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--local", description = "Work alone: no broker, nothing leaves this machine.")
    private boolean local;

    @Option(names = "--broker", paramLabel = "URI", description = "The MQTT 5 broker, such as mqtt://127.0.0.1:1883.")
    private @Nullable String broker;

    @Option(names = "--port", paramLabel = "PORT", description = "Where the endpoint listens (default 8000).")
    private @Nullable Integer port;

    @Option(names = "--models", paramLabel = "NAMES", description = "The models to load, such as simple,minilm.")
    private @Nullable String models;

    @Option(names = "--slots", paramLabel = "N", description = "Models that run at a time (default: processors).")
    private @Nullable Integer slots;

    @Option(names = "--queue", paramLabel = "N", description = "Calls that may wait for a run slot (default 16).")
    private @Nullable Integer queue;

    @Option(names = "--tenant", paramLabel = "ID", description = "The tenant of the node (default \"default\").")
    private @Nullable String tenant;

    @Option(names = "--site", paramLabel = "ID", description = "The site it stands at; needed with --broker.")
    private @Nullable String site;

    @Option(names = "--node", paramLabel = "ID", description = "Its name at that site (default \"node\").")
    private @Nullable String node;

    @Option(names = "--profile", paramLabel = "FILE", description = "Its hardware (default: what the platform tells).")
    private @Nullable String profile;

    @Option(names = "--sites", paramLabel = "FILE", description = "The site book: the legal facts of sites.")
    private @Nullable String sites;

    @Option(
            names = "--policy",
            paramLabel = "FILES",
            description = "The policy bundles, one of each level at most; without any nothing leaves.")
    private @Nullable List<String> policy;

    @Option(names = "--routes", paramLabel = "FILE", description = "Which nodes may serve which model, in order.")
    private @Nullable String routes;

    @Option(names = "--home", paramLabel = "DIR", description = "Where the node keeps what must outlive it.")
    private @Nullable String home;

    @Option(names = "--catalog", paramLabel = "DIR", description = "The folder of model cards.")
    private @Nullable String catalog;

    @Option(names = "--store", paramLabel = "DIR", description = "The folder of model artefacts.")
    private @Nullable String store;

    @Option(names = "--class", paramLabel = "CLASS", description = "The least data class of every call.")
    private @Nullable String dataClass;

    @Option(names = "--tags", paramLabel = "TAGS", description = "Tags of every call.")
    private @Nullable String tags;

    @Override
    public Integer call() {
        if (local == (broker != null)) {
            throw problem("Say either --local or --broker URI: a node works alone or with a broker.");
        }
        if (broker != null && site == null) {
            throw problem("A node with a broker needs --site: its site decides what may reach it.");
        }
        if (port != null && (port < 0 || port > MAX_PORT)) {
            throw problem("A port is 0 to " + MAX_PORT + ", and --port says " + port + ".");
        }
        return 0;
    }

    /** The settings that the options stand for, by key. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        put(settings, "quarkus.http.port", port);
        put(settings, "tieline.link.broker", broker);
        put(settings, "tieline.models.load", models);
        put(settings, "tieline.serving.slots", slots);
        put(settings, "tieline.serving.queue", queue);
        put(settings, "tieline.node.tenant", tenant);
        put(settings, "tieline.node.site", site);
        put(settings, "tieline.node.name", node);
        put(settings, "tieline.node.profile", profile);
        put(settings, "tieline.knowledge.sites", sites);
        put(settings, "tieline.knowledge.policy", policy == null ? null : String.join(",", policy));
        put(settings, "tieline.knowledge.routes", routes);
        put(settings, "tieline.node.home", home);
        put(settings, "tieline.models.catalog", catalog);
        put(settings, "tieline.models.store", store);
        put(settings, "tieline.serving.data-class", dataClass);
        put(settings, "tieline.serving.tags", tags);
        return settings;
    }

    private static void put(Map<String, String> settings, String key, @Nullable Object value) {
        if (value != null) {
            settings.put(key, value.toString());
        }
    }

    private ParameterException problem(String message) {
        return new ParameterException(spec == null ? new picocli.CommandLine(this) : spec.commandLine(), message);
    }
}
