package dev.tieline.launcher.control;

import dev.tieline.policy.document.YamlMap;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the questions of {@code why} have in common: whom to ask, and the form of the answer. */
final class Explanation {
    enum Format {
        text,
        json
    }

    @Option(
            names = {"-o", "--output"},
            defaultValue = "text",
            description = "text or json. Default: ${DEFAULT-VALUE}")
    Format format = Format.text;

    @Mixin
    ControllerOption controller = new ControllerOption();

    /** Asks and prints. The key is one that the answer of a controller has. */
    void print(
            String path, Map<String, String> query, String key, Function<YamlMap, List<String>> lines, PrintWriter out)
            throws InterruptedException {
        var reply = controller.client().ask(path, query);
        var answer = reply.json(key);
        if (format == Format.json) {
            out.println(reply.body().stripTrailing());
        } else {
            lines.apply(answer).forEach(out::println);
        }
        out.flush();
    }
}
