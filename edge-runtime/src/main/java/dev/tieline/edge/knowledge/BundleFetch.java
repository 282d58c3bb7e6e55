package dev.tieline.edge.knowledge;

import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.edge.background.Background;
import dev.tieline.edge.knowledge.PolicySource.Fetched;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gets the bundle that was pointed to last, and tries again until it is there. A newer pointer ends the tries for an
 * older one. Thread-safe.
 */
final class BundleFetch {
    private static final Logger LOG = Logger.getLogger(BundleFetch.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** Pauses are spread by this share, so that a fleet does not come back all at once. */
    private static final double JITTER = 0.25;

    private final PolicySource source;
    private final Background background;
    private final RandomGenerator random;
    private final Complaints complaints;
    private final Consumer<VerifiedBundle> taker;
    private @Nullable PolicyPointer wanted;

    /**
     * Makes the fetch, which waits for a pointer.
     *
     * @param taker takes a bundle that is what its pointer says; called in the background
     */
    BundleFetch(
            PolicySource source,
            Background background,
            RandomGenerator random,
            Complaints complaints,
            Consumer<VerifiedBundle> taker) {
        this.source = source;
        this.background = background;
        this.random = random;
        this.complaints = complaints;
        this.taker = taker;
    }

    /** Fetches what this pointer points to, at once and instead of all others, unless a newer one is being tried. */
    void want(PolicyPointer pointer) {
        synchronized (this) {
            if (wanted != null && wanted.bundle().equals(pointer.bundle()) && wanted.version() > pointer.version()) {
                LOG.debugf("Ignored the pointer to %s: %s is being fetched", describe(pointer), describe(wanted));
                return;
            }
            wanted = pointer;
        }
        background.after(Duration.ZERO, () -> attempt(pointer, FIRST_PAUSE));
    }

    /** Fetches nothing of that id any more. */
    synchronized void forget(String bundle) {
        if (wanted != null && wanted.bundle().equals(bundle)) {
            wanted = null;
        }
    }

    /** Whether this very message is the last that was wanted; the same words said again are another one. */
    @SuppressWarnings("ReferenceEquality")
    synchronized boolean isWanted(PolicyPointer pointer) {
        return wanted == pointer;
    }

    private void attempt(PolicyPointer pointer, Duration pause) {
        if (!isWanted(pointer)) {
            return;
        }
        switch (source.fetch(pointer)) {
            case Fetched.Bytes(var bytes) -> {
                verify(pointer, bytes);
                ended(pointer);
            }
            case Fetched.Refused(var reason) -> {
                complaints.add(refusal(pointer, reason));
                ended(pointer);
            }
            case Fetched.Failed(var reason) -> {
                complaints.add("The policy bundle " + describe(pointer) + " cannot be fetched from " + pointer.source()
                        + ": " + reason + ". Trying again.");
                background.after(spread(pause), () -> attempt(pointer, longer(pause)));
            }
        }
    }

    private synchronized void ended(PolicyPointer pointer) {
        if (isWanted(pointer)) {
            wanted = null;
        }
    }

    private void verify(PolicyPointer pointer, byte[] bytes) {
        try {
            var bundle = VerifiedBundle.of(pointer, bytes);
            LOG.debugf("Fetched the policy bundle %s", describe(pointer));
            taker.accept(bundle);
        } catch (VerifiedBundle.Mismatch e) {
            complaints.add(refusal(pointer, e.getMessage()));
        }
    }

    private Duration spread(Duration pause) {
        return Duration.ofNanos((long) (pause.toNanos() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private static String refusal(PolicyPointer pointer, @Nullable String reason) {
        return "The policy bundle " + describe(pointer) + " at " + pointer.source() + " is refused: " + reason;
    }

    private static String describe(PolicyPointer pointer) {
        return pointer.bundle() + " version " + pointer.version();
    }
}
