package dev.tieline.cloud.controller;

import dev.tieline.cloud.catalog.Catalog;
import dev.tieline.cloud.catalog.CatalogException;
import dev.tieline.cloud.catalog.CatalogFiles;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads the catalogue that the settings name. */
final class DeclaredCatalog {
    private static final Logger LOG = Logger.getLogger(DeclaredCatalog.class);

    private DeclaredCatalog() {}

    /** @throws StartFailure saying which file is missing, or everything that is wrong with the files */
    static Catalog read(ControllerConfig.Declared declared, InstantSource clock) {
        var files = new CatalogFiles(
                needed(declared.sites(), "site book", "sites"),
                needed(declared.policy(), "policy bundle", "policy"),
                declared.models());
        try {
            var catalog = files.read();
            catalog.warnings(clock.instant()).forEach(LOG::warn);
            return catalog;
        } catch (CatalogException e) {
            throw new StartFailure(e);
        }
    }

    private static Path needed(Optional<Path> file, String what, String option) {
        return file.orElseThrow(() -> new StartFailure("the controller needs a " + what + ". Maybe give --" + option
                + " FILE, or set tieline.declared." + option));
    }
}
