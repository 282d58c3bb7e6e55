package dev.tieline.cloud.control;

import dev.tieline.cloud.catalog.Declared;
import dev.tieline.cloud.rollout.Notice;
import dev.tieline.cloud.rollout.NoticeBoard;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.wire.Topics;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.policy.bundle.PolicyBundle;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Hangs the site book and the pointer to the policy bundle at the broker. Thread-safe. */
public final class Announcements {
    private static final Logger LOG = Logger.getLogger(Announcements.class);
    /** The name under which a bundle is an artefact. */
    private static final String ENTRY = "bundle.yaml";

    private final Topics topics;
    private final NoticeBoard board;
    private final URI blobs;
    private final ToLongFunction<PolicyBundle> size;
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private volatile @Nullable PolicyBundle bundle;
    private volatile @Nullable SiteBook sites;

    /**
     * Makes the announcements.
     *
     * @param blobs where nodes find artefacts by their digest
     * @param size of the file of a bundle, in bytes
     */
    public Announcements(Topics topics, NoticeBoard board, URI blobs, ToLongFunction<PolicyBundle> size) {
        this.topics = topics;
        this.board = board;
        this.blobs = blobs;
        this.size = size;
    }

    /**
     * Announces what is declared. A bundle that was and is no longer is withdrawn; what was never declared here stays as
     * it hangs: a controller that has lost everything does not take from nodes what they were told.
     */
    void announce(Declared declared) {
        var book = declared.sites();
        if (book != null && !book.equals(sites)) {
            sites = book;
            board.post(Notice.of(topics.sites(), book.toJson().getBytes(StandardCharsets.UTF_8)));
        }
        var before = bundle;
        var policy = declared.policy();
        if (policy == null ? before == null : policy.equals(before)) {
            return;
        }
        if (before != null && (policy == null || !before.id().equals(policy.id()))) {
            board.withdraw(topics.policy(before.id()));
        }
        bundle = policy;
        if (policy != null) {
            hanging.forEach(this::withdrawOther);
            post(policy);
        }
    }

    private void post(PolicyBundle policy) {
        var file = new Artifact(ENTRY, Digest.of(policy.sha256()), size.applyAsLong(policy));
        var source = URI.create(blobs + "/" + file.digest().hex());
        var pointer = new PolicyPointer(policy.id(), policy.version(), file, source);
        board.post(Notice.of(topics.policy(policy.id()), pointer.toJson().getBytes(StandardCharsets.UTF_8)));
    }

    /** Takes a pointer that hangs at the broker: one to another bundle than the declared one comes down. */
    public void heard(PolicyPointer pointer) {
        hanging.add(pointer.bundle());
        withdrawOther(pointer.bundle());
    }

    /**
     * Takes what a node decides by. The broker tells a withdrawal to those who are connected: who was away still holds on
     * to the bundle, and is told again.
     */
    public void observed(Holdings holdings) {
        if (holdings.policy() != null) {
            withdrawOther(holdings.policy());
        }
    }

    private void withdrawOther(String id) {
        var ours = bundle;
        if (ours != null && !ours.id().equals(id)) {
            LOG.warnf("Withdrawing the policy bundle %s: %s is declared", id, ours.id());
            hanging.remove(id);
            board.withdraw(topics.policy(id));
        }
    }

    /** Takes a site book that hangs at the broker. */
    public void heard(SiteBook book) {
        var ours = sites;
        if (ours != null && book.version() > ours.version()) {
            LOG.warnf(
                    "The broker keeps a site book of version %d, and version %d is declared: nodes hold on to the"
                            + " higher one. Maybe apply the site book with a version above %d",
                    book.version(), ours.version(), book.version());
        }
    }
}
