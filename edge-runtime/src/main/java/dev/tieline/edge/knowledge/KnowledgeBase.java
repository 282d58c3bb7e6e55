package dev.tieline.edge.knowledge;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.log.LogEvent;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.Routes;
import dev.tieline.devices.wire.Topic.PolicyTopic;
import dev.tieline.devices.wire.Topics;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.edge.background.Background;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.bundle.PolicySet;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one holder of what the node knows. Thread-safe; reading never waits.
 *
 * <p>A document replaces another only if its version (for routes: its generation) is higher. An empty message withdraws
 * what the topic said before: then the node holds no site book, no bundle or no routes, and any version may follow.
 */
public final class KnowledgeBase implements Supplier<Knowledge>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KnowledgeBase.class);

    private final Background background;
    private final Complaints complaints = new Complaints();
    private final BundleFetch fetch;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Knowledge known = Recall.of(Given.NOTHING);
    private @Nullable Keeping keeping;
    private volatile boolean routesPinned;
    private boolean pinSaid;
    /** A pointer to another bundle than the active one, in case that one is withdrawn. */
    private @Nullable PolicyPointer refusedPointer;
    /** The pointer on the disk, whether its bundle is active or not. */
    private @Nullable PolicyPointer keptPointer;

    /**
     * Makes a base that knows nothing.
     *
     * @param source where policy bundles are fetched
     * @param background where they are fetched from; closed with the base
     * @param jitter spreads the pauses between tries
     */
    public KnowledgeBase(PolicySource source, Background background, RandomGenerator jitter) {
        this.background = background;
        this.fetch = new BundleFetch(source, background, jitter, complaints, this::fetched);
    }

    /** Takes what the configuration gives; nothing is remembered. */
    public synchronized void start(Given given) {
        routesPinned = given.routes() != null;
        replace(Recall.of(given));
    }

    /**
     * Takes what the configuration gives, or what was known last where that is newer, and remembers from now on.
     *
     * @throws UncheckedIOException if the folder cannot be made
     */
    public synchronized void start(Given given, Path folder) {
        routesPinned = given.routes() != null;
        var disk = new LastKnown(folder);
        keeping = new Keeping(disk, background, complaints);
        var recall = new Recall(given, disk, complaints);
        replace(recall.knowledge());
        keptPointer = recall.pointer().orElse(null);
    }

    @Override
    public Knowledge get() {
        return known;
    }

    /** The versions of what the node holds, as it reports them. */
    public Holdings holdings() {
        var now = known;
        var bundle = active(now);
        return new Holdings(
                now.sites().version(),
                bundle.map(PolicyBundle::id).orElse(null),
                bundle.map(PolicyBundle::version).orElse(0L),
                now.routes().generation());
    }

    /** Whether anybody, the configuration included, has ever said where models are, or which sites there are. */
    public boolean told() {
        var now = known;
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
        var held = known.sites().version();
        if (new ToldDocument(message).withdraws()) {
            if (held > 0) {
                keep(Recall.SITES, last -> note(last, Recall.SITES, new Withdrawn(held, null)));
                replace(new Knowledge(SiteBook.empty(), known.policy(), known.routes()));
                LOG.warnf("The site book of version %d was withdrawn: the facts of every site are unknown.", held);
            }
            return;
        }
        new ToldDocument(message).read(SiteBook::read, complaints).ifPresent(book -> {
            if (isNews("site book", book.version(), held)) {
                keep(Recall.SITES, last -> last.write(Recall.SITES, message.payload()));
                replace(new Knowledge(book, known.policy(), known.routes()));
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
        var held = known.routes().generation();
        if (new ToldDocument(message).withdraws()) {
            if (held > 0) {
                keep(Recall.ROUTES, last -> note(last, Recall.ROUTES, new Withdrawn(held, null)));
                replace(new Knowledge(known.sites(), known.policy(), Routes.none()));
                LOG.infof("The routes of generation %d were withdrawn.", held);
            }
            return;
        }
        new ToldDocument(message).read(Routes::read, complaints).ifPresent(routes -> {
            if (isNews("routes", routes.generation(), held)) {
                keep(Recall.ROUTES, last -> last.write(Recall.ROUTES, message.payload()));
                replace(new Knowledge(known.sites(), known.policy(), routes));
                new LogEvent("routes_changed")
                        .with("generation", routes.generation())
                        .log(() -> LOG.infof("The routes are now of generation %d.", routes.generation()));
            }
        });
    }

    /** Takes a message from the topic of a policy bundle: a pointer, whose bundle is then fetched. */
    public synchronized void policy(InboundMessage message) {
        if (!(Topics.parse(message.topic()).orElse(null) instanceof PolicyTopic topic)) {
            complaints.add("Ignored a policy pointer on " + message.topic() + ", which is no topic of one.");
            return;
        }
        if (new ToldDocument(message).withdraws()) {
            withdrawn(topic.bundle());
            return;
        }
        new ToldDocument(message).read(PolicyPointer::read, complaints).ifPresent(pointer -> {
            if (pointer.bundle().equals(topic.bundle())) {
                pointed(pointer);
            } else {
                complaints.add("Ignored a pointer to the policy bundle " + pointer.bundle() + " on " + message.topic()
                        + ", the topic of another one.");
            }
        });
    }

    @Override
    public void close() {
        background.close();
    }

    private void pointed(PolicyPointer pointer) {
        var active = active(known);
        if (active.isPresent() && !active.get().id().equals(pointer.bundle())) {
            refusedPointer = pointer;
            complaints.add("THE POLICY BUNDLE " + pointer.bundle() + " version " + pointer.version() + " IS REFUSED: "
                    + active.get() + " is active. Maybe withdraw that one first.");
        } else if (isNews(
                "policy bundle",
                pointer.version(),
                active.map(PolicyBundle::version).orElseGet(() -> lost(pointer)))) {
            fetch.want(pointer);
        }
    }

    /** The version before that of a bundle whose file is damaged: that one may come again, and no older one. */
    private long lost(PolicyPointer pointer) {
        return keptPointer != null && keptPointer.bundle().equals(pointer.bundle()) ? keptPointer.version() - 1 : 0;
    }

    private synchronized void fetched(VerifiedBundle bundle) {
        var pointer = bundle.pointer();
        if (!fetch.isWanted(pointer)) {
            return;
        }
        // The pointer last: whatever it points to is there, whenever the power fails.
        keep(Recall.POLICY, last -> {
            last.write(Recall.bundleFile(pointer), bundle.bytes());
            last.write(Recall.POLICY, pointer.toJson());
            last.removeOthers(Recall.BUNDLE, Recall.bundleFile(pointer));
        });
        keptPointer = pointer;
        replace(new Knowledge(known.sites(), bundle.evaluator(), known.routes()));
        new LogEvent("policy_changed")
                .with("bundle", bundle.bundle())
                .log(() -> LOG.infof(
                        "The policy bundle is now %s (%s); it is unsigned.",
                        bundle.bundle(), pointer.file().digest()));
    }

    private void withdrawn(String id) {
        fetch.forget(id);
        if (refusedPointer != null && refusedPointer.bundle().equals(id)) {
            refusedPointer = null;
        }
        var active = active(known).filter(bundle -> bundle.id().equals(id));
        noteWithdrawal(id, active.map(PolicyBundle::version).orElse(0L));
        if (active.isEmpty()) {
            return;
        }
        var nothing = Recall.absent("the policy bundle " + active.get() + " was withdrawn");
        replace(new Knowledge(known.sites(), nothing, known.routes()));
        new LogEvent("policy_withdrawn")
                .with("bundle", active.get())
                .log(() -> LOG.warnf("THE POLICY BUNDLE %s WAS WITHDRAWN: nothing may leave this node.", active.get()));
        if (refusedPointer != null) {
            pointed(refusedPointer);
        }
    }

    /** Also of a bundle that is on the disk only, since the configuration gives another one or its file is damaged. */
    private void noteWithdrawal(String id, long activeVersion) {
        var kept = keptPointer != null && keptPointer.bundle().equals(id) ? keptPointer.version() : 0;
        var version = Math.max(activeVersion, kept);
        if (version > 0) {
            keptPointer = null;
            keep(Recall.POLICY, last -> note(last, Recall.POLICY, new Withdrawn(version, id)));
        }
    }

    private static Optional<PolicyBundle> active(Knowledge knowledge) {
        return knowledge.policy().state() instanceof BundleState.Valid(PolicySet policy)
                ? Optional.of(policy.bundles().getFirst())
                : Optional.empty();
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
        known = next;
        listeners.forEach(Runnable::run);
    }
}
