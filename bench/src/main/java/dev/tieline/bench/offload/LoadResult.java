package dev.tieline.bench.offload;

import dev.tieline.bench.measure.Drift;
import dev.tieline.bench.measure.Median;
import java.util.List;

/**
 * All rounds at one load.
 *
 * @param requestBytes the body of a request on the wire, offload and echo alike
 * @param replyBytes the body of a reply on the wire, offload and echo alike
 * @param rounds in order, at least one
 */
public record LoadResult(Load load, int requestBytes, int replyBytes, List<Round> rounds) {
    /** The ratio that is reached for. */
    static final double GOAL = 1.3;

    public LoadResult {
        rounds = List.copyOf(rounds);
    }

    /** The median ratio over the rounds. */
    double ratio() {
        return Median.of(rounds, Round::ratio);
    }

    boolean reachesGoal() {
        return ratio() <= GOAL;
    }

    /** How far the bare inference moved between rounds. */
    Drift drift() {
        return Drift.of(rounds.stream().map(round -> round.bare().p50()).toList());
    }
}
