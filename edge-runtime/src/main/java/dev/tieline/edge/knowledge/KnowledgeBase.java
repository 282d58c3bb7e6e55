package dev.tieline.edge.knowledge;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.log.LogEvent;
import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.edge.background.Background;
import dev.tieline.policy.json.Json;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one holder of what the node knows. Thread-safe; reading never waits.
 *
 * <p>A document replaces another only if its version (for routes: its generation) is higher. An empty message withdraws
 * what the topic said before: then the node holds no site book, none of the bundles or no routes, and any version may
 * follow.
 */
public final class KnowledgeBase implements Supplier<Knowledge>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KnowledgeBase.class);

    private final Background background;
    private final Complaints complaints = new Complaints();
    private final PolicyFetch fetch;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private List<KnownBundle> own = List.of();
    private ToldPolicy told = ToldPolicy.NOTHING;
    private volatile View view = new View(
            new Knowledge(SiteBook.empty(), NodePolicy.of(own, told).evaluator(), Routes.none()), HeldPolicy.NONE);
    private @Nullable Keeping keeping;
    private volatile boolean routesPinned;
    private boolean pinSaid;

    /** What is known, and which policy bundles that rests on. */
    private record View(Knowledge known, HeldPolicy policy) {}

    /**
     * Makes a base that knows nothing.
     *
     * @param source where policy bundles are fetched
     * @param background where they are fetched from; closed with the base
     * @param jitter spreads the pauses between tries
     */
    public KnowledgeBase(PolicySource source, Background background, RandomGenerator jitter) {
        this.background = background;
        this.fetch = new PolicyFetch(source, background, jitter, complaints, this::fetched);
    }

    /** Takes what the configuration gives; nothing is remembered. */
    public synchronized void start(Given given) {
        routesPinned = given.routes() != null;
        own = given.policy();
        told = ToldPolicy.NOTHING;
        decideBy(NodePolicy.of(own, told), Recall.sites(given), Recall.routes(given));
    }

    /**
     * Takes what the configuration gives, or what was known last where that is newer, and remembers from now on.
     *
     * @throws UncheckedIOException if the folder cannot be made
     */
    public synchronized void start(Given given, Path folder) {
        routesPinned = given.routes() != null;
        own = given.policy();
        var disk = new LastKnown(folder);
        keeping = new Keeping(disk, background, complaints);
        var recall = new Recall(given, disk, complaints);
        var last = recall.policy();
        told = last.orElse(ToldPolicy.NOTHING);
        decideBy(
                last.map(known -> NodePolicy.of(own, known)).orElseGet(() -> NodePolicy.unknown(own)),
                recall.sites(),
                recall.routes());
    }

    @Override
    public Knowledge get() {
        return view.known;
    }

    /** The versions of what the node holds, as it reports them. */
    public Holdings holdings() {
        var now = view;
        return new Holdings(
                now.known.sites().version(), now.policy, now.known.routes().generation());
    }

    /** Whether anybody, the configuration included, has ever said where models are, or which sites there are. */
    public boolean told() {
        var now = view.known;
        return routesPinned || now.routes().generation() > 0 || now.sites().version() > 0;
    }

    /** How many messages and fetches were refused because something was wrong with them. */
    public long refused() {
        return complaints.count();
    }

    /** Calls the listener after each change. It must return at once. */
    public void onChanged(Runnable listener) {
        listeners.add(listener);
    }

    /** Takes a message from the topic of the site book. */
    public synchronized void sites(InboundMessage message) {
        var held = view.known.sites().version();
        if (new ToldDocument(message).withdraws()) {
            if (held > 0) {
                keep(Recall.SITES, last -> note(last, Recall.SITES, new Withdrawn(held)));
                replace(new Knowledge(SiteBook.empty(), view.known.policy(), view.known.routes()));
                LOG.warnf("The site book of version %d was withdrawn: the facts of every site are unknown.", held);
            }
            return;
        }
        new ToldDocument(message).read(SiteBook::read, complaints).ifPresent(book -> {
            if (isNews("site book", book.version(), held)) {
                keep(Recall.SITES, last -> last.write(Recall.SITES, message.payload()));
                replace(new Knowledge(book, view.known.policy(), view.known.routes()));
                new LogEvent("sites_changed")
                        .with("version", book.version())
                        .log(() -> LOG.infof("The site book is now of version %d; it is unsigned.", book.version()));
            }
        });
    }

    /** Takes a message from the topic of this node's routes. */
    public synchronized void routes(InboundMessage message) {
        if (routesPinned) {
            if (new ToldDocument(message).withdraws()) {
                keep(
                        Recall.ROUTES,
                        last -> last.remove(Recall.ROUTES)); // or they would be back once the configuration gives none
            }
            if (!pinSaid) {
                LOG.info("The routes come from the configuration: those of the controller are ignored.");
            }
            pinSaid = true;
            return;
        }
        var held = view.known.routes().generation();
        if (new ToldDocument(message).withdraws()) {
            if (held > 0) {
                keep(Recall.ROUTES, last -> note(last, Recall.ROUTES, new Withdrawn(held)));
                replace(new Knowledge(view.known.sites(), view.known.policy(), Routes.none()));
                LOG.infof("The routes of generation %d were withdrawn.", held);
            }
            return;
        }
        new ToldDocument(message).read(Routes::read, complaints).ifPresent(routes -> {
            if (isNews("routes", routes.generation(), held)) {
                keep(Recall.ROUTES, last -> last.write(Recall.ROUTES, message.payload()));
                replace(new Knowledge(view.known.sites(), view.known.policy(), routes));
                new LogEvent("routes_changed")
                        .with("generation", routes.generation())
                        .log(() -> LOG.infof("The routes are now of generation %d.", routes.generation()));
            }
        });
    }

    /** Takes a message from the topic of policy: pointers, whose bundles are then fetched. */
    public synchronized void policy(InboundMessage message) {
        if (new ToldDocument(message).withdraws()) {
            withdrawn();
            return;
        }
        new ToldDocument(message).read(PolicyPointers::read, complaints).ifPresent(this::pointed);
    }

    @Override
    public void close() {
        background.close();
    }

    private void pointed(PolicyPointers next) {
        if (!told.isOlderThan(next)) {
            LOG.debugf(
                    "Ignored the policy of generation %d: generation %d is held", next.generation(), told.generation());
            return;
        }
        told.objection(next)
                .ifPresentOrElse(
                        why -> complaints.add("THE POLICY " + next + " IS REFUSED: " + why),
                        () -> fetch.want(next, told.bundles()));
    }

    private synchronized void fetched(PolicyPointers pointers, List<VerifiedBundle> bundles) {
        if (!fetch.isWanted(pointers)) {
            return;
        }
        var gone = told.goneIn(pointers);
        told = told.then(pointers, bundles, own);
        keepPolicy(!gone.isEmpty());
        decideBy(NodePolicy.of(own, told), view.known.sites(), view.known.routes());
        new LogEvent("policy_changed")
                .with("bundles", pointers)
                .with("generation", pointers.generation())
                .log(() -> LOG.infof(
                        "The policy of generation %d is now %s; it is unsigned.", pointers.generation(), pointers));
        sayWithdrawn(gone);
    }

    private void withdrawn() {
        fetch.forget();
        if (told.generation() == 0) {
            return;
        }
        var gone = told.told();
        told = told.thenNothing(own);
        keepPolicy(true);
        decideBy(NodePolicy.of(own, told), view.known.sites(), view.known.routes());
        sayWithdrawn(gone);
    }

    private static void sayWithdrawn(List<PolicyPointer> gone) {
        for (var pointer : gone) {
            new LogEvent("policy_withdrawn")
                    .with("bundle", pointer)
                    .log(() -> LOG.warnf("THE POLICY BUNDLE %s WAS WITHDRAWN.", pointer));
        }
    }

    /**
     * The pointers after their bundles: whatever they point to is there, whenever the power fails.
     *
     * @param withdraws whether a disk that is full shall let go of the bundles that hold no more: the pointers that are
     *     left to it say that something is missing, and which files are too old to take its place
     */
    private void keepPolicy(boolean withdraws) {
        var now = told;
        var files = now.told().stream().map(Recall::bundleFile).collect(Collectors.toSet());
        keep(Recall.POLICY, last -> {
            try {
                now.bundles().forEach(bundle -> last.write(Recall.bundleFile(bundle.pointer()), bundle.bytes()));
                last.write(Recall.POLICY, Json.text(now));
            } catch (UncheckedIOException e) {
                if (withdraws) {
                    last.removeOthers(Recall.BUNDLE, files);
                }
                throw e;
            }
            last.removeOthers(Recall.BUNDLE, files);
        });
    }

    private void decideBy(NodePolicy policy, SiteBook sites, Routes routes) {
        if (policy.problem() != null) {
            complaints.add("NOTHING MAY LEAVE THIS NODE: " + policy.problem());
        }
        view = new View(new Knowledge(sites, policy.evaluator(), routes), policy.held(told.generation()));
        listeners.forEach(Runnable::run);
    }

    private static boolean isNews(String what, long version, long held) {
        if (version <= held) {
            LOG.debugf("Ignored the %s of version %d: version %d is held", what, version, held);
        }
        return version > held;
    }

    /** Puts the note of a withdrawal in a document's place; a disk that is full lets go of the document at least. */
    private static void note(LastKnown last, String name, Withdrawn note) {
        try {
            last.write(name, note.toJson());
        } catch (UncheckedIOException e) {
            last.remove(name);
            throw e;
        }
    }

    /** What the disk does not take holds all the same: what is known now is better than what was. */
    private void keep(String kind, Consumer<LastKnown> writing) {
        if (keeping != null) {
            keeping.keep(kind, writing);
        }
    }

    private void replace(Knowledge next) {
        view = new View(next, view.policy);
        listeners.forEach(Runnable::run);
    }
}
