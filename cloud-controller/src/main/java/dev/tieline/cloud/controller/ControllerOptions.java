package dev.tieline.cloud.controller;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the controller. Each option is short for a setting; what is not given keeps its default. */
@Command(
        name = "tieline controller",
        description = "Takes what operators declare, places models on nodes, and tells what holds and why.",
        mixinStandardHelpOptions = true,
        version = "tieline 0.1.0",
        sortOptions = false,
        footer = {
            "",
            "Every setting can also be given as -Dkey=value in JAVA_TOOL_OPTIONS or as an environment variable,",
            "such as TIELINE_CONTROLLER_HOME=DIR. The keys are listed in docs/configuration.md."
        })
final class ControllerOptions implements Callable<Integer> {

    @Option(names = "--broker", paramLabel = "URI", description = "The MQTT 5 broker (default mqtt://127.0.0.1:1883).")
    private @Nullable String broker;

    @Option(names = "--port", paramLabel = "PORT", description = "Where the API listens (default 8080).")
    private @Nullable Integer port;

    @Option(names = "--tenant", paramLabel = "NAME", description = "The tenant whose nodes it looks after.")
    private @Nullable String tenant;

    @Option(names = "--home", paramLabel = "DIR", description = "Where it keeps what must outlive it.")
    private @Nullable String home;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where nodes reach the API (default http://127.0.0.1:PORT).")
    private @Nullable String url;

    @Override
    public Integer call() {
        return 0;
    }

    /** The settings that the options stand for, by key. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        put(settings, "tieline.link.broker", broker);
        put(settings, "quarkus.http.port", port);
        put(settings, "tieline.controller.tenant", tenant);
        put(settings, "tieline.controller.home", home);
        put(settings, "tieline.controller.url", url);
        return settings;
    }

    private static void put(Map<String, String> settings, String key, @Nullable Object value) {
        if (value != null) {
            settings.put(key, value.toString());
        }
    }
}
