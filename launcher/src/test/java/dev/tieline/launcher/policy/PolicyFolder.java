package dev.tieline.launcher.policy;

import dev.tieline.launcher.TielineRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of policy files, and runs of the command line on them. What is printed names files without the folder. */
final class PolicyFolder {
    static final String EU = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: acme, version: 3, level: platform, notBefore: 2026-01-01, expires: 2036-01-01}
            purposes: [diagnostics]
            blocs:
              EEA: [EU, IS]
              ADEQUATE: [EEA, {country: CH, from: 2000-07-26}, {country: US, from: 2023-07-10}]
            defaults: {public: allow, personal: deny}
            rules:
              - id: personal-in-adequate
                effect: permit
                for: {class: [personal], purpose: [diagnostics]}
                hops:
                  process: {country: [ADEQUATE]}
                  relay: {country: [EEA]}
              - {id: never-china, effect: forbid, hops: {any: {country: [CN]}}}
            tests:
              - name: diagnostics in France
                request: %s
                expect: permit
                rule: personal-in-adequate
            """.formatted(request("personal", "FR"));

    private final Path folder;

    PolicyFolder(Path folder) {
        this.folder = folder;
    }

    /** A request of diagnostics of personal or other data, by a broker in Germany, processed in a country. */
    static String request(String dataClass, String country) {
        return """
                {"action": "infer", "label": {"class": "%s", "tags": []}, "purpose": "diagnostics", "at": "2026-11-22T12:00:00Z", \
                "origin": {"site": "berlin", "country": "DE"}, \
                "path": [{"role": "relay", "site": "broker-fra", "country": "DE"}, \
                {"role": "process", "site": "worker", "country": "%s"}]}""".formatted(dataClass, country);
    }

    /** A list of cases, each a class, a country and the expected answer, such as {@code personal US deny}. */
    static String cases(String... cases) {
        var text = new StringBuilder();
        for (var each : cases) {
            var words = each.split(" ", -1);
            text.append("- {name: \"")
                    .append(each)
                    .append("\", expect: ")
                    .append(words[2])
                    .append(", request: ")
                    .append(request(words[0], words[1]))
                    .append("}\n");
        }
        return text.toString();
    }

    PolicyFolder with(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Path path(String file) {
        return folder.resolve(file);
    }

    /** Runs {@code policy} with arguments, of which those with a dot that are no numbers are files of the folder. */
    TielineRun run(String arguments) {
        var words = ("policy " + arguments).split(" ", -1);
        for (var i = 0; i < words.length; i++) {
            if (words[i].matches("[a-z-]+\\.[a-z]+")) {
                words[i] = path(words[i]).toString();
            }
        }
        var run = TielineRun.of(words);
        return new TielineRun(run.code(), plain(run.out()), plain(run.err()));
    }

    private String plain(String text) {
        return text.replace(folder + "/", "");
    }
}
