package dev.tieline.edge.knowledge;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.Routes;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What a node knows when it starts, without any network: what its configuration gives it or, where that is newer, what
 * it was told last. What is damaged is said and ignored.
 */
final class Recall {
    static final String SITES = "sites.json";
    static final String POLICY = "policies.json";
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

    /** The name of the document that holds the bytes of a bundle. */
    static String bundleFile(PolicyPointer pointer) {
        return BUNDLE + pointer.file().digest().hex() + ".yaml";
    }

    SiteBook sites() {
        var ours = sites(given);
        return recall(SITES, ours, document -> {
            if (document.withdrawn().isPresent()) {
                return ours.version() > document.withdrawn().get().version() ? ours : SiteBook.empty();
            }
            var book = SiteBook.read(document.source(), document.text());
            return newer("site book", book.version(), ours.version()) ? book : ours;
        });
    }

    Routes routes() {
        var ours = routes(given);
        if (given.routes() != null) {
            return ours;
        }
        return recall(
                ROUTES,
                ours,
                document -> document.withdrawn().isPresent() ? ours : Routes.read(document.source(), document.text()));
    }

    /**
     * What was told last of policy; nothing where that is damaged, since then it is not known either what was withdrawn.
     */
    Optional<ToldPolicy> policy() {
        try {
            return Optional.of(last.read(POLICY)
                    .map(text -> ToldPolicy.read(
                            YamlReader.read(last.source(POLICY), text).asMap()))
                    .map(told -> told.with(kept(told)))
                    .orElse(ToldPolicy.NOTHING));
        } catch (DocumentException e) {
            complaints.add("WHAT WAS KNOWN LAST OF THE POLICY IS DAMAGED: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Where a bundle is damaged, nothing may leave: an older one may permit what that one forbids. */
    private List<VerifiedBundle> kept(ToldPolicy told) {
        return told.told().stream().flatMap(pointer -> kept(pointer).stream()).toList();
    }

    private Optional<VerifiedBundle> kept(PolicyPointer pointer) {
        var name = bundleFile(pointer);
        try {
            var text = last.read(name).orElseThrow(() -> new VerifiedBundle.Mismatch("there is no such file"));
            return Optional.of(VerifiedBundle.of(pointer, text.getBytes(StandardCharsets.UTF_8)));
        } catch (VerifiedBundle.Mismatch | DocumentException e) {
            complaints.add(
                    "THE POLICY BUNDLE known last, in " + last.source(name) + ", cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A document that is there and well-formed. */
    private record Document(String source, String text, Optional<Withdrawn> withdrawn) {}

    private <T> T recall(String name, T ours, Function<Document, T> reader) {
        try {
            return last.read(name)
                    .map(text -> reader.apply(document(name, text)))
                    .orElse(ours);
        } catch (DocumentException e) {
            complaints.add("Ignored a damaged document of what was known last: " + e.getMessage());
            return ours;
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

    static SiteBook sites(Given given) {
        return given.sites() == null ? SiteBook.empty() : given.sites();
    }

    static Routes routes(Given given) {
        return given.routes() == null ? Routes.none() : given.routes();
    }
}
