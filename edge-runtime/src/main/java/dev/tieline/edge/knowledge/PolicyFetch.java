package dev.tieline.edge.knowledge;

import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.edge.background.Background;
import dev.tieline.edge.knowledge.PolicySource.Fetched;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gets the bundles that were pointed to last, and tries again until all of them are there: they are handed over together
 * or not at all. Newer pointers end the tries for older ones. Thread-safe.
 */
final class PolicyFetch {
    private static final Logger LOG = Logger.getLogger(PolicyFetch.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** Pauses are spread by this share, so that a fleet does not come back all at once. */
    private static final double JITTER = 0.25;

    private final PolicySource source;
    private final Background background;
    private final RandomGenerator random;
    private final Complaints complaints;
    private final Taker taker;
    private @Nullable PolicyPointers wanted;

    /** Takes bundles that are what their pointers say and that can be read together; called in the background. */
    interface Taker {
        void take(PolicyPointers pointers, List<VerifiedBundle> bundles);
    }

    /** Why bundles will not come, however often they are asked for. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    /** Makes the fetch, which waits for pointers. */
    PolicyFetch(
            PolicySource source, Background background, RandomGenerator random, Complaints complaints, Taker taker) {
        this.source = source;
        this.background = background;
        this.random = random;
        this.complaints = complaints;
        this.taker = taker;
    }

    /**
     * Fetches what these pointers point to, at once and instead of all others, unless newer ones are being tried.
     *
     * @param held bundles that are here already
     */
    void want(PolicyPointers pointers, List<VerifiedBundle> held) {
        synchronized (this) {
            if (wanted != null && wanted.generation() > pointers.generation()) {
                LOG.debugf("Ignored the pointers to %s: %s is being fetched", pointers, wanted);
                return;
            }
            wanted = pointers;
        }
        var here = new HashMap<PolicyPointer, VerifiedBundle>();
        held.forEach(bundle -> here.put(bundle.pointer(), bundle));
        background.after(Duration.ZERO, () -> attempt(pointers, here, FIRST_PAUSE));
    }

    /** Fetches nothing any more. */
    synchronized void forget() {
        wanted = null;
    }

    /** Whether this very message is the last that was wanted; the same words said again are another one. */
    @SuppressWarnings("ReferenceEquality")
    synchronized boolean isWanted(PolicyPointers pointers) {
        return wanted == pointers;
    }

    private void attempt(PolicyPointers pointers, Map<PolicyPointer, VerifiedBundle> here, Duration pause) {
        if (!isWanted(pointers)) {
            return;
        }
        try {
            if (complete(pointers, here)) {
                var bundles = pointers.bundles().stream().map(here::get).toList();
                VerifiedBundle.checkTogether(bundles);
                LOG.debugf("Fetched the policy bundles %s", pointers);
                taker.take(pointers, bundles);
            } else {
                background.after(spread(pause), () -> attempt(pointers, here, longer(pause)));
                return;
            }
        } catch (Refusal e) {
            complaints.add(e.getMessage() + kept(pointers));
        } catch (VerifiedBundle.Mismatch e) {
            complaints.add("The policy " + pointers + " is refused: " + e.getMessage() + kept(pointers));
        }
        ended(pointers);
    }

    /** Whether all bundles are here, after asking for those that are not. */
    private boolean complete(PolicyPointers pointers, Map<PolicyPointer, VerifiedBundle> here) throws Refusal {
        for (var pointer : pointers.bundles()) {
            if (!here.containsKey(pointer) && !fetched(pointer, here)) {
                return false;
            }
        }
        return true;
    }

    private boolean fetched(PolicyPointer pointer, Map<PolicyPointer, VerifiedBundle> here) throws Refusal {
        return switch (source.fetch(pointer)) {
            case Fetched.Bytes(var bytes) -> {
                here.put(pointer, verified(pointer, bytes));
                yield true;
            }
            case Fetched.Refused(var reason) -> throw new Refusal(refusal(pointer, reason));
            case Fetched.Failed(var reason) -> {
                complaints.add("The policy bundle " + pointer + " cannot be fetched from " + pointer.source() + ": "
                        + reason + ". Trying again.");
                yield false;
            }
        };
    }

    private static VerifiedBundle verified(PolicyPointer pointer, byte[] bytes) throws Refusal {
        try {
            return VerifiedBundle.of(pointer, bytes);
        } catch (VerifiedBundle.Mismatch e) {
            throw new Refusal(refusal(pointer, String.valueOf(e.getMessage())));
        }
    }

    private synchronized void ended(PolicyPointers pointers) {
        if (isWanted(pointers)) {
            wanted = null;
        }
    }

    private Duration spread(Duration pause) {
        return Duration.ofNanos((long) (pause.toNanos() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private static String refusal(PolicyPointer pointer, String reason) {
        return "The policy bundle " + pointer + " at " + pointer.source() + " is refused: " + reason;
    }

    private static String kept(PolicyPointers pointers) {
        return pointers.bundles().size() > 1 ? ". None of " + pointers + " is taken." : "";
    }
}
