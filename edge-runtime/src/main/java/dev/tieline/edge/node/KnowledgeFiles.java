package dev.tieline.edge.node;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyBundleReader;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.document.DocumentException;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** Reads the site book, the policy bundle and the routes from local files. */
final class KnowledgeFiles {
    private static final Logger LOG = Logger.getLogger(KnowledgeFiles.class);

    /** What a node knows before it has read anything: nothing may leave. */
    static final Knowledge NOTHING = new Knowledge(
            SiteBook.empty(), new PolicyEvaluator(new BundleState.Absent("no policy bundle is loaded")), Routes.none());

    private KnowledgeFiles() {}

    static Knowledge read(NodeConfig.Knowledge files, boolean federated) {
        try {
            var sites = files.sites().map(KnowledgeFiles::sites).orElse(NOTHING.sites());
            var policy = files.policy().map(KnowledgeFiles::policy).orElse(NOTHING.policy());
            var routes = files.routes().map(Routes::read).orElse(NOTHING.routes());
            if (federated && files.policy().isEmpty()) {
                LOG.warn("No policy bundle was given: nothing may leave this node, and no work is accepted.");
            }
            return new Knowledge(sites, policy, routes);
        } catch (DocumentException e) {
            throw new StartFailure(e);
        }
    }

    private static SiteBook sites(Path file) {
        var sites = SiteBook.read(file);
        LOG.warnf("THE SITE BOOK IS UNSIGNED: %s counts as valid because it is a local file.", file);
        return sites;
    }

    private static PolicyEvaluator policy(Path file) {
        var bundle = PolicyBundleReader.read(file);
        LOG.warnf("THE POLICY BUNDLE IS UNSIGNED: %s counts as valid because it is a local file.", file);
        return new PolicyEvaluator(new BundleState.Valid(bundle));
    }
}
