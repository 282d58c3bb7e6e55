package dev.tieline.bench.overload;

import java.util.Collection;
import java.util.function.ToIntFunction;

/**
 * How many requests ended in which way.
 *
 * @param good answered by their deadline
 * @param late answered after it
 * @param refused 503 with {@code Retry-After}
 * @param refusedBarely 503 without
 * @param timedOut 504
 * @param failed any other status
 * @param broken the connection ended or could not be made
 * @param unanswered nothing came until the caller hung up
 * @param unsent the caller had no connection for them
 */
record Counts(
        int good,
        int late,
        int refused,
        int refusedBarely,
        int timedOut,
        int failed,
        int broken,
        int unanswered,
        int unsent) {

    /** The counts of a drive, with the deadline in nanoseconds after a request was due. */
    static Counts of(Ledger ledger, long deadline) {
        int good = ledger.answeredWithin(deadline);
        return new Counts(
                good,
                ledger.count(Ending.ANSWERED) - good,
                ledger.count(Ending.REFUSED),
                ledger.count(Ending.REFUSED_BARELY),
                ledger.count(Ending.TIMED_OUT),
                ledger.count(Ending.FAILED),
                ledger.count(Ending.BROKEN),
                ledger.count(Ending.UNANSWERED),
                ledger.count(Ending.UNSENT));
    }

    /** The sums of all. */
    static Counts sum(Collection<Counts> all) {
        return new Counts(
                sum(all, Counts::good),
                sum(all, Counts::late),
                sum(all, Counts::refused),
                sum(all, Counts::refusedBarely),
                sum(all, Counts::timedOut),
                sum(all, Counts::failed),
                sum(all, Counts::broken),
                sum(all, Counts::unanswered),
                sum(all, Counts::unsent));
    }

    int arrivals() {
        return answered() + refusals() + timedOut + failed + broken + unanswered + unsent;
    }

    int answered() {
        return good + late;
    }

    int refusals() {
        return refused + refusedBarely;
    }

    /** Neither answered nor refused by the deadline. */
    int tooLate() {
        return late + timedOut + unanswered;
    }

    /** Ended in a way that nothing excuses. */
    int lost() {
        return failed + broken;
    }

    private static int sum(Collection<Counts> all, ToIntFunction<Counts> count) {
        return all.stream().mapToInt(count).sum();
    }
}
