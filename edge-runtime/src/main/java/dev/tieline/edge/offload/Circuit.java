package dev.tieline.edge.offload;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Whether somebody who may have fallen silent is worth asking (Nygard, "Release It!", 2007: circuit breaker).
 *
 * <p>Immutable and pure: each event gives the next state, with time (in nanoseconds of a monotonic clock) and chance
 * passed in. An answer closes it, whatever it was. Failures in a row open it, for a pause; what fails while it is open
 * says nothing new, so that many calls that failed together do not make the pause longer. After the pause one call is
 * the probe, and no other goes through until it has an answer, is given back or its time is over; only a failed probe
 * makes the pause longer.
 */
sealed interface Circuit {
    Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    /** What a failed probe costs is one call; what a long pause costs is everybody's calls to a node that is back. */
    Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** As it begins. */
    static Circuit closed() {
        return new Closed(0);
    }

    /**
     * Calls go through.
     *
     * @param failures how many have failed in a row
     */
    record Closed(int failures) implements Circuit {}

    /**
     * No call goes through, and from {@code untilNanos} on, one may be the probe.
     *
     * @param pause how long it stays open this time, before chance has its part
     */
    record Open(Trouble trouble, Duration pause, long untilNanos) implements Circuit {}

    /**
     * One call is the probe.
     *
     * @param pause how long it was open before
     * @param probe which call it is
     * @param untilNanos when that call, if it has heard nothing, has failed
     */
    record HalfOpen(Trouble trouble, Duration pause, long probe, long untilNanos) implements Circuit {}

    /**
     * What opened it.
     *
     * @param why for people, as a part of a sentence
     * @param sinceNanos when it began
     */
    record Trouble(String why, long sinceNanos) {}

    /** How it stands at that moment: a probe that has heard nothing in its time has failed. */
    default Circuit at(long nowNanos, RandomGenerator random) {
        return this instanceof HalfOpen half && nowNanos - half.untilNanos >= 0
                ? reopened(half, half.untilNanos, random)
                : this;
    }

    /** Whether a call may go through, be it as the probe. */
    default boolean admits(long nowNanos) {
        return switch (this) {
            case Closed closed -> true;
            case Open open -> nowNanos - open.untilNanos >= 0;
            case HalfOpen half -> false;
        };
    }

    /** A call that was admitted goes through: the probe, if the circuit was open. */
    default Circuit entered(long number, long probeUntilNanos) {
        return this instanceof Open open ? new HalfOpen(open.trouble, open.pause, number, probeUntilNanos) : this;
    }

    /**
     * A call failed.
     *
     * @param number which one
     * @param threshold how many failures in a row open it
     */
    default Circuit failed(long number, Trouble trouble, int threshold, long nowNanos, RandomGenerator random) {
        return switch (this) {
            case Closed(int failures) ->
                failures + 1 < threshold
                        ? new Closed(failures + 1)
                        : new Open(trouble, SHORTEST_PAUSE, nowNanos + jittered(SHORTEST_PAUSE, random));
            case Open open -> this;
            case HalfOpen half -> half.probe == number ? reopened(half, nowNanos, random) : this;
        };
    }

    /** The call could not find out: if it was the probe, another may be it. */
    default Circuit returned(long number, long nowNanos) {
        return this instanceof HalfOpen half && half.probe == number
                ? new Open(half.trouble, half.pause, nowNanos)
                : this;
    }

    private static Open reopened(HalfOpen half, long nowNanos, RandomGenerator random) {
        var doubled = half.pause.multipliedBy(2);
        var pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return new Open(half.trouble, pause, nowNanos + jittered(pause, random));
    }

    /** Between three quarters of the pause and all of it, so that many nodes do not ask in step. */
    private static long jittered(Duration pause, RandomGenerator random) {
        return (long) (pause.toNanos() * (0.75 + random.nextDouble() / 4));
    }
}
