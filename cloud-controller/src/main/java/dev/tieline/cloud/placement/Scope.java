package dev.tieline.cloud.placement;

import dev.tieline.devices.SiteId;
import dev.tieline.policy.DataLabel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whose data a replica is for: some origins, one label, one purpose. Asks policy once for each way there is to an executor. */
final class Scope {
    /** Of how many origins the reach of a site is measured; among more, a sample that is spread evenly. */
    private static final int SAMPLE = 256;

    private final Sovereignty sovereignty;
    private final SortedSet<SiteId> origins;
    private final List<SiteId> sample;
    private final List<SiteId> beyondSample;
    private final DataLabel label;
    private final @Nullable String purpose;
    private final Map<SiteId, Reach> reaches = new HashMap<>();
    private final Map<Ways.Way, Boolean> overBroker = new HashMap<>();

    Scope(Sovereignty sovereignty, SortedSet<SiteId> origins, DataLabel label, @Nullable String purpose) {
        this.sovereignty = sovereignty;
        this.origins = origins;
        this.sample = sample(List.copyOf(origins));
        this.beyondSample = origins.size() <= SAMPLE ? List.of() : sovereignty.oneOfEachKind(origins);
        this.label = label;
        this.purpose = purpose;
    }

    private record Reach(int percent, Optional<Refusal> refusal) {}

    /** Why no caller of any origin may be served at a site; empty if some may. */
    Optional<Refusal> refuse(SiteId executor) {
        return reach(executor).refusal;
    }

    /** The share of the origins whose callers may be served at a site, 0 to 100. */
    int percent(SiteId executor) {
        return reach(executor).percent;
    }

    /** Whether the callers stand at this site alone, so that a node there can serve its own without a broker. */
    boolean onlyFor(SiteId site) {
        return origins.size() == 1 && origins.getFirst().equals(site);
    }

    private Reach reach(SiteId executor) {
        return reaches.computeIfAbsent(executor, this::askReach);
    }

    private Reach askReach(SiteId executor) {
        if (origins.isEmpty()) {
            return new Reach(0, Optional.of(Refusal.because("there is no site whose callers it could serve")));
        }
        var served = sample.stream().filter(origin -> serves(origin, executor)).count();
        var percent = (int) (100 * served / sample.size());
        if (served > 0 || serves(executor) || beyondSample.stream().anyMatch(origin -> serves(origin, executor))) {
            return new Reach(percent, Optional.empty());
        }
        var first = origins.getFirst();
        var decision = sovereignty.decide(first, executor, label, purpose);
        var others = origins.size() == 1 ? "" : ", nor from " + (origins.size() - 1) + " other sites";
        return new Reach(
                0, Optional.of(Refusal.denied(label + " data may not be sent there from " + first + others, decision)));
    }

    private boolean serves(SiteId executor) {
        return origins.contains(executor) && serves(executor, executor);
    }

    // Over the broker, or, at the same site, at least the callers beside it, whose data stays on the node.
    private boolean serves(SiteId origin, SiteId executor) {
        return overBroker.computeIfAbsent(
                        sovereignty.way(origin, executor), way -> sovereignty.reaches(origin, executor, label, purpose))
                || (origin.equals(executor) && sovereignty.stays(origin, label, purpose));
    }

    private static List<SiteId> sample(List<SiteId> origins) {
        return origins.size() <= SAMPLE
                ? origins
                : IntStream.range(0, SAMPLE)
                        .mapToObj(i -> origins.get((int) ((long) i * origins.size() / SAMPLE)))
                        .toList();
    }
}
