package dev.tieline.bench.overload;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What became of every request of a drive: one entry each, ended once. Times are nanoseconds since its start. Not
 * thread-safe.
 */
final class Ledger {
    private long[] due = new long[1_024];
    private long[] sent = new long[1_024];
    private long[] ended = new long[1_024];
    private Ending[] endings = new Ending[1_024];
    private int opened;
    private int closed;

    /**
     * Enters a request.
     *
     * @param dueAt when it was due
     * @param sentAt when the caller turned to it
     * @return its number
     */
    int open(long dueAt, long sentAt) {
        if (opened == due.length) {
            due = Arrays.copyOf(due, opened * 2);
            sent = Arrays.copyOf(sent, opened * 2);
            ended = Arrays.copyOf(ended, opened * 2);
            endings = Arrays.copyOf(endings, opened * 2);
        }
        due[opened] = dueAt;
        sent[opened] = sentAt;
        return opened++;
    }

    /** Enters its end. @throws IllegalStateException if it has ended already */
    void end(int number, Ending ending, long at) {
        if (hasEnded(number)) {
            throw new IllegalStateException(
                    "request " + number + " ended as " + endings[number] + " and now as " + ending);
        }
        ended[number] = at;
        endings[number] = ending;
        closed++;
    }

    boolean hasEnded(int number) {
        return endings[number] != null;
    }

    int opened() {
        return opened;
    }

    int closed() {
        return closed;
    }

    long sent(int number) {
        return sent[number];
    }

    /** How many ended so. */
    int count(Ending ending) {
        return (int) numbers(ending::equals).count();
    }

    /** How many were answered within the time after they were due. */
    int answeredWithin(long nanos) {
        return (int) times(Ending.ANSWERED).filter(time -> time <= nanos).count();
    }

    /** How long those took that ended so, from when they were due. */
    LongStream times(Ending ending) {
        return times(ending::equals);
    }

    /** How long those took that ended in one of these ways, from when they were due. */
    LongStream times(Predicate<Ending> which) {
        return numbers(which).mapToLong(number -> ended[number] - due[number]);
    }

    /** How late the caller turned to each. */
    LongStream lags() {
        return IntStream.range(0, opened).mapToLong(number -> sent[number] - due[number]);
    }

    private IntStream numbers(Predicate<Ending> which) {
        return IntStream.range(0, opened).filter(this::hasEnded).filter(number -> which.test(endings[number]));
    }
}
