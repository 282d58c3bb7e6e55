package dev.tieline.cloud;

import dev.tieline.cloud.catalog.ResourceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The sample files of this repository. */
public final class Samples {
    public static final Path SITES = Path.of("../devices/profiles/sites-demo.yaml");
    public static final Path POLICY = Path.of("../policy/rules/acme-eu.yaml");
    public static final Path MODELS = Path.of("../models/catalog");
    public static final Path SIMPLE = MODELS.resolve("simple.yaml");
    public static final Path MINILM = MODELS.resolve("minilm.yaml");
    public static final Path DEPLOYMENTS = Path.of("../models/deployments");

    private Samples() {}

    /** Applies the sample sites, policy, models and deployments, in this order. */
    public static void applyAll(ResourceStore store) {
        for (var file : List.of(
                SITES,
                POLICY,
                SIMPLE,
                MINILM,
                DEPLOYMENTS.resolve("simple.yaml"),
                DEPLOYMENTS.resolve("minilm.yaml"))) {
            apply(store, file);
        }
    }

    public static void apply(ResourceStore store, Path file) {
        store.apply(file.toString(), bytes(file));
    }

    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A deployment of a model on at most one node. */
    public static String deployment(String name, String model) {
        return """
                apiVersion: tieline.dev/deployment/v1
                name: %s
                model: %s
                replicas: {min: 0, max: 1}
                label: {class: public}
                """.formatted(name, model);
    }

    /** Personal data of the clinic in Berlin on its way to one site and back, by the broker in Frankfurt. */
    public static String personalTo(String site, String country) {
        return """
                action: infer
                label: {class: personal, tags: []}
                at: 2026-11-22T12:00:00Z
                origin: {tenant: acme, site: clinic-berlin, country: DE, operator_home: DE}
                path:
                  - {role: relay,   site: broker-fra, country: DE, sees: clear}
                  - {role: process, site: %s, country: %s}
                  - {role: relay,   site: broker-fra, country: DE, sees: clear}
                """.formatted(site, country);
    }
}
