package dev.tieline.cloud.catalog;

import dev.tieline.devices.SiteBook;
import dev.tieline.models.ModelCatalog;
import dev.tieline.policy.bundle.PolicyBundleReader;
import dev.tieline.policy.document.DocumentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Where the declared files are.
 *
 * @param sites the site book
 * @param policy the policy bundle
 * @param models the folder of model cards
 */
public record CatalogFiles(Path sites, Path policy, Path models) {
    private static final Logger LOG = Logger.getLogger(CatalogFiles.class);

    /** Reads all of them. @throws CatalogException naming everything that is wrong with any of them */
    public Catalog read() {
        var problems = new ArrayList<String>();
        var book = read(sites, SiteBook::read, problems);
        var bundle = read(policy, PolicyBundleReader::read, problems);
        var cards = read(models, ModelCatalog::read, problems);
        if (book.isEmpty() || bundle.isEmpty() || cards.isEmpty()) {
            throw new CatalogException(problems);
        }
        var catalog = new Catalog(book.get(), bundle.get(), cards.get());
        warnUnsigned("SITE BOOK", sites);
        warnUnsigned("POLICY BUNDLE", policy);
        return catalog;
    }

    private static <T> Optional<T> read(Path path, Function<Path, T> reader, List<String> problems) {
        try {
            return Optional.of(reader.apply(path));
        } catch (DocumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static void warnUnsigned(String what, Path file) {
        LOG.warnf("THE %s IS UNSIGNED: %s counts as valid because it is a local file.", what, file);
    }
}
