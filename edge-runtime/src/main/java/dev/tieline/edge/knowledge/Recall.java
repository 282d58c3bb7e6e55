package dev.tieline.edge.knowledge;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows when it starts, without any network: what its configuration gives it or, where that is newer, what
 * it was told last. What is damaged is said and ignored.
 */
final class Recall {
    static final String SITES = "sites.json";
    static final String POLICY = "policy.json";
    static final String ROUTES = "routes.json";
    static final String BUNDLE = "bundle-";

    /** Reasons go to callers, who learn nothing of the folders of a node. */
    private static final String LOOK = " Maybe look into the log of this node";

    private static final Logger LOG = Logger.getLogger(KnowledgeBase.class);

    private final Given given;
    private final LastKnown last;
    private final Complaints complaints;
    private @Nullable PolicyPointer pointer;

    Recall(Given given, LastKnown last, Complaints complaints) {
        this.given = given;
        this.last = last;
        this.complaints = complaints;
    }

    Knowledge knowledge() {
        return new Knowledge(sites(), policy(), routes());
    }

    /** The policy pointer that was told last, whether its bundle is of use or not; nothing before {@link #knowledge}. */
    Optional<PolicyPointer> pointer() {
        return Optional.ofNullable(pointer);
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
                absent("what was known last of the policy bundle is damaged." + LOOK),
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

    private PolicyEvaluator pointed(PolicyPointer told) {
        pointer = told;
        var ours = given.policy();
        if (ours != null && !ours.id().equals(told.bundle())) {
            complaints.add("The policy bundle known last is " + told.bundle() + " version " + told.version()
                    + ", and the configuration gives " + ours + ", which counts.");
            return policy(given);
        }
        return newer("policy bundle", told.version(), ours == null ? 0 : ours.version()) ? kept(told) : policy(given);
    }

    /** Where the newest bundle is damaged, nothing may leave: an older one may permit what that one forbids. */
    private PolicyEvaluator kept(PolicyPointer told) {
        var name = bundleFile(told);
        try {
            var text = last.read(name).orElseThrow(() -> new VerifiedBundle.Mismatch("there is no such file"));
            return VerifiedBundle.of(told, text.getBytes(StandardCharsets.UTF_8))
                    .evaluator();
        } catch (VerifiedBundle.Mismatch | DocumentException e) {
            complaints.add("THE POLICY BUNDLE known last, in " + last.source(name) + ", cannot be used: "
                    + e.getMessage() + ". Nothing may leave this node until it comes again.");
            return absent("the policy bundle " + told.bundle() + " version " + told.version()
                    + ", known last, cannot be used." + LOOK);
        }
    }

    /** A document that is there and well-formed. */
    private record Document(String source, String text, Optional<Withdrawn> withdrawn) {}

    private <T> T recall(String name, T ours, Function<Document, T> reader) {
        return recall(name, ours, ours, reader);
    }

    private <T> T recall(String name, T ours, T damaged, Function<Document, T> reader) {
        try {
            return last.read(name)
                    .map(text -> reader.apply(document(name, text)))
                    .orElse(ours);
        } catch (DocumentException e) {
            complaints.add("Ignored a damaged document of what was known last: " + e.getMessage());
            return damaged;
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
        return new PolicyEvaluator(new BundleState.Valid(PolicySet.of(bundle)));
    }
}
