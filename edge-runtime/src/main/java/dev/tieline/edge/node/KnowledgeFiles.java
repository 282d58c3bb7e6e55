package dev.tieline.edge.node;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.knowledge.Given;
import dev.tieline.edge.knowledge.KnownBundle;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.Level;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.DocumentException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.jboss.logging.Logger;

/** Reads the site book, the policy bundles and the routes that the configuration names. */
final class KnowledgeFiles {
    private static final Logger LOG = Logger.getLogger(KnowledgeFiles.class);

    private KnowledgeFiles() {}

    static Given read(NodeConfig.Knowledge files) {
        try {
            return new Given(
                    files.sites().map(KnowledgeFiles::sites).orElse(null),
                    policy(files.policy().orElse(List.of())),
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

    /**
     * The bundles of files. With one of the level platform they have to make a policy by themselves; without it they may
     * need what the controller tells, and are read with that.
     */
    private static List<KnownBundle> policy(List<Path> files) {
        var texts = files.stream().map(BundleText::of).toList();
        var bundles = texts.stream().map(KnownBundle::of).toList();
        var levels = EnumSet.noneOf(Level.class);
        var distinct =
                bundles.stream().allMatch(bundle -> levels.add(bundle.head().level()));
        if (!distinct || levels.contains(Level.PLATFORM)) {
            PolicySetReader.read(texts);
        }
        files.forEach(file ->
                LOG.warnf("THE POLICY BUNDLE IS UNSIGNED: %s counts as valid because it is a local file.", file));
        return bundles;
    }
}
