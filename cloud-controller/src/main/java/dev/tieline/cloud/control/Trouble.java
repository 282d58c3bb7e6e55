package dev.tieline.cloud.control;

import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.devices.NodeAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A time in which the fleet view is not worth deciding by.
 *
 * @param reason what an operator is told
 * @param awaited the nodes whose return ends it
 * @param steady for how long they must all be well: what is left of an outage, such as the death of a former connection,
 *     may come after the first news of a new one
 * @param deadline when it ends though some have not returned
 * @param wellSince since when all of them are well; null while one is not
 */
record Trouble(
        String reason,
        Set<NodeAddress> awaited,
        Duration steady,
        Instant deadline,
        @Nullable Instant wellSince) {
    /** The longest pause between two attempts of a node to connect, see {@code LinkTimes}. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A pause of a node is at most three times the one before, so at most three times as long as the outage. */
    private static final int PAUSE_TO_OUTAGE = 3;
    /** How many times its patience the controller waits for nodes that it cannot know anything of. */
    private static final int FOR_OTHERS = 4;

    private static final int STEADY_PART = 4;

    /** After the start, or a time in which only this process stood still: the others have gone on. */
    static Trouble sleep(String reason, Set<NodeAddress> awaited, Duration patience, Instant at) {
        return new Trouble(reason, awaited, Duration.ZERO, at.plus(patience), null);
    }

    /**
     * Nobody was heard of. If the broker was away, nodes pause between their attempts to connect, the longer the longer it
     * was away.
     *
     * @param from when the view was worth deciding by; null if it never was
     * @param until when somebody could be heard of again, or now
     */
    static Trouble blind(
            String reason, Set<NodeAddress> awaited, Duration patience, @Nullable Instant from, Instant until) {
        var blind = from == null || until.isBefore(from) ? Duration.ZERO : Duration.between(from, until);
        var pause = blind.multipliedBy(PAUSE_TO_OUTAGE);
        return new Trouble(
                reason,
                awaited,
                blind.isZero() ? Duration.ZERO : patience.dividedBy(STEADY_PART),
                until.plus(patience).plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE),
                null);
    }

    /** Most nodes are missing while others are heard of. */
    static Trouble onTheWay(String reason, Set<NodeAddress> awaited, Duration patience, Instant at) {
        return new Trouble(
                reason, awaited, patience.dividedBy(STEADY_PART), at.plus(patience.multipliedBy(FOR_OTHERS)), null);
    }

    /** The same after another look at those that were told anything and are waited for. */
    Trouble seen(Set<NodeAddress> told, FleetView fleet, Instant at) {
        var well = awaited.stream().filter(told::contains).allMatch(node -> Attendance.well(node, fleet));
        return new Trouble(reason, awaited, steady, deadline, !well ? null : wellSince == null ? at : wellSince);
    }

    boolean over(Instant at) {
        return !at.isBefore(deadline) || (wellSince != null && !at.isBefore(wellSince.plus(steady)));
    }
}
