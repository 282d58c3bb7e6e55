package dev.tieline.edge.knowledge;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What a node knows when it starts, without any network: what its configuration gives it or, where that is newer, what
 * it was told last. What is damaged is said and ignored.
 */
final class Recall {
    static final String SITES = "sites.json";
    static final String POLICY = "policy.json";
    static final String ROUTES = "routes.json";
    static final String BUNDLE = "bundle-";

    private static final Logger LOG = Logger.getLogger(KnowledgeBase.class);

    private final Given given;
    private final LastKnown last;
    private final Complaints complaints;

    Recall(Given given, LastKnown last, Complaints complaints) {
        this.given = given;
        this.last = last;
        this.complaints = complaints;
    }

    Knowledge knowledge() {
        return new Knowledge(sites(), policy(), routes());
    }

    /** What the configuration alone gives. */
    static Knowledge of(Given given) {
        return new Knowledge(sites(given), policy(given), routes(given));
    }

    /** The name of the document that holds the bytes of a bundle. */
    static String bundleFile(PolicyPointer pointer) {
        return BUNDLE + pointer.file().digest().hex() + ".yaml";
    }

    private SiteBook sites() {
        var ours = sites(given);
        return recall(SITES, ours, document -> {
            if (document.withdrawn().isPresent()) {
                return ours.version() > document.withdrawn().get().version() ? ours : SiteBook.empty();
            }
            var book = SiteBook.read(document.source(), document.text());
            return newer("site book", book.version(), ours.version()) ? book : ours;
        });
    }

    private Routes routes() {
        var ours = routes(given);
        if (given.routes() != null) {
            return ours;
        }
        return recall(
                ROUTES,
                ours,
                document -> document.withdrawn().isPresent() ? ours : Routes.read(document.source(), document.text()));
    }

    private PolicyEvaluator policy() {
        return recall(
                POLICY,
                policy(given),
                document -> document.withdrawn()
                        .map(this::afterWithdrawal)
                        .orElseGet(() -> pointed(PolicyPointer.read(document.source(), document.text()))));
    }

    private PolicyEvaluator afterWithdrawal(Withdrawn note) {
        var ours = given.policy();
        return ours != null && !(ours.id().equals(note.bundle()) && ours.version() <= note.version())
                ? policy(given)
                : absent("the policy bundle " + note.bundle() + " version " + note.version() + " was withdrawn");
    }

    private PolicyEvaluator pointed(PolicyPointer pointer) {
        var ours = given.policy();
        if (ours != null && !ours.id().equals(pointer.bundle())) {
            complaints.add("The policy bundle known last is " + pointer.bundle() + " version " + pointer.version()
                    + ", and the configuration gives " + ours + ", which counts.");
            return policy(given);
        }
        var bundle = verified(pointer);
        return bundle.isPresent() && newer("policy bundle", pointer.version(), ours == null ? 0 : ours.version())
                ? bundle.get().evaluator()
                : policy(given);
    }

    private Optional<VerifiedBundle> verified(PolicyPointer pointer) {
        var name = bundleFile(pointer);
        try {
            var text = last.read(name).orElseThrow(() -> new VerifiedBundle.Mismatch("there is no such file"));
            return Optional.of(VerifiedBundle.of(pointer, text.getBytes(StandardCharsets.UTF_8)));
        } catch (VerifiedBundle.Mismatch e) {
            complaints.add("Ignored the policy bundle known last, in " + last.source(name) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A document that is there and well-formed. */
    private record Document(String source, String text, Optional<Withdrawn> withdrawn) {}

    private <T> T recall(String name, T otherwise, Function<Document, T> reader) {
        try {
            return last.read(name)
                    .map(text -> reader.apply(document(name, text)))
                    .orElse(otherwise);
        } catch (DocumentException e) {
            complaints.add("Ignored a damaged document of what was known last: " + e.getMessage());
            return otherwise;
        }
    }

    private Document document(String name, String text) {
        var map = YamlReader.read(last.source(name), text).asMap();
        return new Document(
                last.source(name), text, Withdrawn.is(map) ? Optional.of(Withdrawn.read(map)) : Optional.empty());
    }

    private static boolean newer(String what, long known, long configured) {
        if (known > configured) {
            LOG.infof("The %s of version %d, known last, holds; the configuration gives %d", what, known, configured);
        }
        return known > configured;
    }

    private static SiteBook sites(Given given) {
        return given.sites() == null ? SiteBook.empty() : given.sites();
    }

    private static PolicyEvaluator policy(Given given) {
        return given.policy() == null ? absent("no policy bundle is loaded") : valid(given.policy());
    }

    private static Routes routes(Given given) {
        return given.routes() == null ? Routes.none() : given.routes();
    }

    static PolicyEvaluator absent(String reason) {
        return new PolicyEvaluator(new BundleState.Absent(reason));
    }

    private static PolicyEvaluator valid(PolicyBundle bundle) {
        return new PolicyEvaluator(new BundleState.Valid(bundle));
    }
}
