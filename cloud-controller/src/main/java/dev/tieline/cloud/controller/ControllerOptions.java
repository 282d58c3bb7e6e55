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
        description = "Tells what is declared, and what may go where and why, over HTTP on this machine.",
        mixinStandardHelpOptions = true,
        version = "tieline 0.1.0",
        sortOptions = false,
        footer = {
            "",
            "Every setting can also be given as -Dkey=value in JAVA_TOOL_OPTIONS or as an environment variable,",
            "such as TIELINE_DECLARED_POLICY=FILE. The keys are listed in docs/configuration.md."
        })
final class ControllerOptions implements Callable<Integer> {

    @Option(names = "--sites", paramLabel = "FILE", description = "The site book: the legal facts of sites. Needed.")
    private @Nullable String sites;

    @Option(names = "--policy", paramLabel = "FILE", description = "The policy bundle. Needed.")
    private @Nullable String policy;

    @Option(names = "--catalog", paramLabel = "DIR", description = "The folder of model cards.")
    private @Nullable String catalog;

    @Option(names = "--port", paramLabel = "PORT", description = "Where the API listens (default 8080).")
    private @Nullable Integer port;

    @Override
    public Integer call() {
        return 0;
    }

    /** The settings that the options stand for, by key. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        put(settings, "tieline.declared.sites", sites);
        put(settings, "tieline.declared.policy", policy);
        put(settings, "tieline.declared.models", catalog);
        put(settings, "quarkus.http.port", port);
        return settings;
    }

    private static void put(Map<String, String> settings, String key, @Nullable Object value) {
        if (value != null) {
            settings.put(key, value.toString());
        }
    }
}
