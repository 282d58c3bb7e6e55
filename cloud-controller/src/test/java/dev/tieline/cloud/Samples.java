package dev.tieline.cloud;

import dev.tieline.cloud.catalog.Catalog;
import dev.tieline.cloud.catalog.CatalogFiles;
import java.nio.file.Path;

/** The sample files of this repository. */
public final class Samples {
    public static final Path SITES = Path.of("../devices/profiles/sites-demo.yaml");
    public static final Path POLICY = Path.of("../policy/rules/acme-eu.yaml");
    public static final Path MODELS = Path.of("../models/catalog");

    private Samples() {}

    public static Catalog catalog() {
        return new CatalogFiles(SITES, POLICY, MODELS).read();
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
