package dev.tieline.edge.node;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.knowledge.Given;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.bundle.PolicyBundleReader;
import dev.tieline.policy.document.DocumentException;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** Reads the site book, the policy bundle and the routes that the configuration names. */
final class KnowledgeFiles {
    private static final Logger LOG = Logger.getLogger(KnowledgeFiles.class);

    private KnowledgeFiles() {}

    static Given read(NodeConfig.Knowledge files) {
        try {
            return new Given(
                    files.sites().map(KnowledgeFiles::sites).orElse(null),
                    files.policy().map(KnowledgeFiles::policy).orElse(null),
                    files.routes().map(Routes::read).orElse(null));
        } catch (DocumentException e) {
            throw new StartFailure(e);
        }
    }

    private static SiteBook sites(Path file) {
        var sites = SiteBook.read(file);
        LOG.warnf("THE SITE BOOK IS UNSIGNED: %s counts as valid because it is a local file.", file);
        return sites;
    }

    private static PolicyBundle policy(Path file) {
        var bundle = PolicyBundleReader.read(file);
        LOG.warnf("THE POLICY BUNDLE IS UNSIGNED: %s counts as valid because it is a local file.", file);
        return bundle;
    }
}
