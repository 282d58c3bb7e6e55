package dev.tieline.edge.reconcile;

import dev.tieline.edge.call.Ticker;
import dev.tieline.models.Artifact;
import dev.tieline.models.store.ModelStore;
import dev.tieline.models.store.ModelStoreException;
import dev.tieline.models.store.StoreFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One download into the store, on a thread of its own, so that it can be given up at any moment. What has come stays in
 * the store, and the next download of the same file goes on after it.
 */
final class Fetch {
    private static final Logger LOG = Logger.getLogger(Fetch.class);
    /** How long a download that was given up may take to notice between two chunks before its reading is interrupted. */
    private static final Duration NOTICE = Duration.ofMillis(250);

    private final BlobStore store;
    private final Artifact artifact;
    private final URI source;
    private final Ticker ticker;
    private final Runnable whenEnded;
    private final Thread thread;
    private volatile boolean givenUp;
    private volatile boolean ended;
    private volatile long bytes;
    private volatile long heard;
    private volatile @Nullable Mishap failure;

    /** Where a download goes to. */
    record BlobStore(ModelStore files, Path root) {
        /** What downloads leave free, in bytes, so that the node can still keep what it is told. */
        static final long RESERVE_BYTES = 256L << 20;

        /** How many bytes of a file earlier downloads have left: the store keeps them in {@code making/}. */
        long partOf(Artifact artifact) {
            try {
                return Files.size(
                        root.resolve("making").resolve(artifact.digest().hex() + ".part"));
            } catch (IOException e) {
                return 0;
            }
        }

        /** Why the disk cannot take the rest of a file; nothing if it can. */
        Optional<String> obstacle(Artifact artifact) {
            try {
                var free = Files.getFileStore(root).getUsableSpace();
                var part = partOf(artifact);
                return artifact.size() - part <= free - RESERVE_BYTES
                        ? Optional.empty()
                        : Optional.of("there is no room for " + artifact.entry() + " in " + root + ": it has "
                                + artifact.size() + " bytes, of which " + part + " are there, and " + free
                                + " bytes are free, of which " + RESERVE_BYTES + " stay free for the node itself");
            } catch (IOException e) {
                return Optional.of("the room in " + root + " cannot be found out: " + e);
            }
        }
    }

    /** The download went on after it was given up. */
    private static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUp() {
            super("given up", null, false, false);
        }
    }

    Fetch(BlobStore store, Artifact artifact, URI source, Ticker ticker, Runnable whenEnded) {
        this.store = store;
        this.artifact = artifact;
        this.source = source;
        this.ticker = ticker;
        this.whenEnded = whenEnded;
        this.heard = ticker.nanos();
        this.thread = Thread.ofPlatform().daemon().name("tieline-fetch").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean ended() {
        return ended;
    }

    /** Why it failed; nothing while it goes on, and if it brought the file. */
    Optional<Mishap> failure() {
        return Optional.ofNullable(failure);
    }

    /** How many bytes of the file are there, those of earlier downloads included. */
    long bytes() {
        return bytes;
    }

    /**
     * Whether no byte came for so long, with the end not yet reached. Ten times as long before the first byte: until
     * then, what earlier downloads left is read and checked.
     */
    boolean stalled(Duration limit) {
        var most = bytes > 0 ? limit : limit.multipliedBy(10);
        return bytes < artifact.size() && ticker.nanos() - heard > most.toNanos();
    }

    /** Gives up. The thread ends soon after, whatever the server does. */
    void giveUp() {
        givenUp = true;
        try {
            // An interrupt in the midst of a write would cost the part that is there; most notice without one.
            if (!thread.join(NOTICE) && bytes < artifact.size()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var before = store.partOf(artifact);
        try {
            var obstacle = BlobServer.obstacle(source).or(() -> store.obstacle(artifact));
            if (obstacle.isPresent()) {
                failure = Mishap.of(obstacle.get());
            } else {
                store.files().download(artifact, source, this::came);
                bytes = artifact.size();
            }
        } catch (ModelStoreException e) {
            var reason = String.valueOf(e.getMessage());
            failure = e.failure() instanceof StoreFailure.NotRead
                    ? Mishap.away(reason, bytes > before)
                    : Mishap.of(reason);
        } catch (GivenUp e) {
            failure = Mishap.of("given up");
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "The download of %s from %s failed unexpectedly", artifact, source);
            failure =
                    Mishap.of("the download of " + artifact.entry() + " from " + source + " failed unexpectedly: " + e);
        } finally {
            ended = true;
            whenEnded.run();
        }
    }

    private void came(long done, long total) {
        bytes = done;
        heard = ticker.nanos();
        if (givenUp) {
            throw new GivenUp();
        }
    }
}
