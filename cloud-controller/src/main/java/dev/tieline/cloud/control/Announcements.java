package dev.tieline.cloud.control;

import dev.tieline.cloud.catalog.Declared;
import dev.tieline.cloud.rollout.Notice;
import dev.tieline.cloud.rollout.NoticeBoard;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.devices.wire.Topics;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.DurableFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hangs the site book and the pointers to the policy bundles at the broker.
 *
 * <p>The pointers are one document, of the next generation whenever it changes: one more than the highest that is stored
 * here, hangs at the broker or was observed by a node, so that no node takes new ones for old ones. Thread-safe;
 * what is heard is only noted, and never waits for a disk.
 */
public final class Announcements {
    private static final Logger LOG = Logger.getLogger(Announcements.class);
    /** The name under which a bundle is an artefact. */
    private static final String ENTRY = "bundle.yaml";

    private final Topics topics;
    private final NoticeBoard board;
    private final URI blobs;
    private final ToLongFunction<PolicyBundle> size;
    private final Path file;
    /** No generation below it may be told any more. */
    private final AtomicLong least = new AtomicLong();

    private volatile @Nullable PolicyPointers told;
    /** What hung at the broker when it was looked at last. */
    private volatile @Nullable PolicyPointers hanging;

    private volatile @Nullable SiteBook sites;
    private boolean announced;

    /**
     * Makes the announcements.
     *
     * @param blobs where nodes find artefacts by their digest
     * @param size of the file of a bundle, in bytes
     * @param file keeps which policies were told last
     */
    public Announcements(Topics topics, NoticeBoard board, URI blobs, ToLongFunction<PolicyBundle> size, Path file) {
        this.topics = topics;
        this.board = board;
        this.blobs = blobs;
        this.size = size;
        this.file = file;
        this.told = toldLast(file);
    }

    /**
     * Announces what is declared. Bundles that were and are no longer are withdrawn; what was never declared here stays
     * as it hangs: a controller that has lost everything does not take from nodes what they were told.
     */
    synchronized void announce(Declared declared) {
        var book = declared.sites();
        if (book != null && !book.equals(sites)) {
            sites = book;
            board.post(Notice.of(topics.sites(), book.toJson().getBytes(StandardCharsets.UTF_8)));
        }
        var policy = declared.policy();
        announced |= policy != null || toldNone();
        if (announced) {
            post(
                    policy == null
                            ? List.of()
                            : policy.bundles().stream().map(this::pointer).toList());
        }
    }

    /** Whether all was withdrawn last: then that is said again, since the broker may have lost it or never got it. */
    private boolean toldNone() {
        var last = told;
        return last != null && last.bundles().isEmpty();
    }

    private void post(List<PolicyPointer> bundles) {
        var next = told;
        if (next == null || next.generation() < least.get() || !next.bundles().equals(bundles)) {
            next = next(told, bundles);
            told = next;
            keep(next);
            LOG.infof("The policy of generation %d is %s", next.generation(), next);
        }
        board.post(Notice.of(topics.policy(), next.toJson().getBytes(StandardCharsets.UTF_8)));
    }

    /** The edition after that; or, after all notes were lost, the one that hangs, if it is the newest and says the same. */
    private PolicyPointers next(@Nullable PolicyPointers before, List<PolicyPointer> bundles) {
        var there = hanging;
        if (before == null
                && there != null
                && there.bundles().equals(bundles)
                && least.compareAndSet(there.generation() + 1, there.generation())) {
            return there;
        }
        return new PolicyPointers(Math.max(before == null ? 1 : before.generation() + 1, least.get()), bundles);
    }

    private PolicyPointer pointer(PolicyBundle bundle) {
        var artifact = new Artifact(ENTRY, Digest.of(bundle.sha256()), size.applyAsLong(bundle));
        var source = URI.create(blobs + "/" + artifact.digest().hex());
        return new PolicyPointer(bundle.id(), bundle.version(), artifact, source);
    }

    /** Takes the pointers that hang at the broker; those that are not ours, and not older, are replaced. */
    public void heard(PolicyPointers pointers) {
        hanging = pointers;
        var ours = told;
        if (ours == null || (!pointers.equals(ours) && pointers.generation() >= ours.generation())) {
            leaveBehind(pointers.generation());
        }
    }

    /** Takes what a node decides by, which may be newer than what is stored here. */
    public void observed(Holdings holdings) {
        var ours = told;
        var generation = holdings.policy().generation();
        if (generation > (ours == null ? 0 : ours.generation())) {
            leaveBehind(generation);
        }
    }

    private void leaveBehind(long generation) {
        least.accumulateAndGet(generation + 1, Math::max);
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

    /** A disk that is full keeps nobody from being told: the broker and the nodes know the generation too. */
    private void keep(PolicyPointers pointers) {
        try {
            DurableFile.write(file, pointers.toJson().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.errorf("Cannot keep which policy nodes are told in %s, and go on without: %s", file, e);
        }
    }

    private static @Nullable PolicyPointers toldLast(Path file) {
        try {
            return Files.exists(file) ? PolicyPointers.read(file.toString(), Files.readString(file)) : null;
        } catch (DocumentException | IOException e) {
            LOG.warnf("Left out what cannot be used, nodes will be told anew: %s", e.getMessage());
            return null;
        }
    }
}
