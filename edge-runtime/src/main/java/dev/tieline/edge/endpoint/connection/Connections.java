package dev.tieline.edge.endpoint.connection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections that there are, and which of them has to go. Thread-safe.
 *
 * <p>A connection owes a request from its beginning and from the first byte of the next one; it is busy while requests
 * are served on it, until their answers have left, and rests else. Where room is needed it is the one that has owed for
 * the longest time that goes, or, where that is not yet a second, the one that has rested for the longest time; where all
 * are busy, the one whose last answer has been on its way for the longest time; never one that is being served. One that
 * has to go counts no more, and is told so once.
 *
 * @param <C> a connection, by its identity
 */
final class Connections<C> {
    /** For so long a request may just be on its way. */
    private static final long ARRIVING_NANOS = 1_000_000_000;

    private final ConnectionLimits limits;
    private final SequencedMap<C, Long> owing = new LinkedHashMap<>();
    private final SequencedMap<C, Long> resting = new LinkedHashMap<>();
    private final Map<C, Integer> busy = new HashMap<>();
    /** Those of the busy ones on which nothing is left to do but to take what was written. */
    private final SequencedMap<C, Long> taking = new LinkedHashMap<>();

    private final SequencedMap<C, Integer> waiting = new LinkedHashMap<>();
    /** What those take that were told to go for their bytes and have not gone: their threads may be busy with others. */
    private final Map<C, Integer> leaving = new HashMap<>();

    private long waitingBytes;
    private long leavingBytes;

    /** Why a connection has to go. */
    enum Reason {
        /** It owed a request for too long. */
        SLOW,
        /** It rested, or did not take its last answer, for too long. */
        IDLE,
        /** There were too many, or too many bytes waited. */
        ROOM
    }

    /** A connection that has to go. */
    record Parting<C>(C connection, Reason reason) {}

    Connections(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** One was made. @return who has to go: another one, or, where all others are busy, this one; nobody if there is room */
    synchronized List<Parting<C>> opened(C connection, long now) {
        owing.put(connection, now);
        if (size() <= limits.connections()) {
            return List.of();
        }
        return List.of(part(leastUseful(now), Reason.ROOM));
    }

    /** With the one that was just made, there is always one that owes. */
    private C leastUseful(long now) {
        var owes = owing.firstEntry();
        boolean arriving = now - owes.getValue() < ARRIVING_NANOS;
        if (arriving && !resting.isEmpty()) {
            return resting.firstEntry().getKey();
        }
        boolean alone = owing.size() == 1;
        return (arriving && alone && !taking.isEmpty() ? taking.firstEntry() : owes).getKey();
    }

    /** It speaks a protocol in which it owes nothing until it asks for something. */
    synchronized void settled(C connection, long now) {
        if (owing.remove(connection) != null) {
            resting.putLast(connection, now);
        }
        wait(connection, 0);
    }

    /** A request has begun on it. */
    synchronized void began(C connection) {
        if (owing.remove(connection) != null || resting.remove(connection) != null) {
            busy.put(connection, 1);
        } else {
            busy.computeIfPresent(connection, (known, requests) -> requests + 1);
            taking.remove(connection);
        }
        wait(connection, 0);
    }

    /** All of its requests are answered, and not all of the answers have left. */
    synchronized void written(C connection, long now) {
        if (busy.containsKey(connection)) {
            taking.putLast(connection, now);
        }
    }

    /** The answer of a request on it has left. */
    synchronized void ended(C connection, long now) {
        var requests = busy.get(connection);
        if (requests == null) {
            return;
        }
        if (requests > 1) {
            busy.put(connection, requests - 1);
        } else {
            busy.remove(connection);
            taking.remove(connection);
            resting.putLast(connection, now);
        }
    }

    /**
     * So many of its bytes wait to become a request.
     *
     * @return who has to go, since more wait than may: those that have waited for
     * the longest time, and this one while they have not gone
     */
    synchronized List<Parting<C>> waits(C connection, int bytes, long now) {
        if (!holds(connection)) {
            return List.of();
        }
        if (bytes > 0 && resting.remove(connection) != null) {
            owing.putLast(connection, now);
        }
        wait(connection, bytes);
        var parting = new ArrayList<Parting<C>>();
        while (waitingBytes > limits.waitingBytes()) {
            parting.add(partForBytes(waiting.firstEntry().getKey()));
        }
        if (bytes > 0 && holds(connection) && waitingBytes + leavingBytes > 2 * limits.waitingBytes()) {
            parting.add(partForBytes(connection)); // which can go at once
        }
        return parting;
    }

    /** It has ended. */
    synchronized void closed(C connection) {
        owing.remove(connection);
        resting.remove(connection);
        busy.remove(connection);
        taking.remove(connection);
        wait(connection, 0);
        var left = leaving.remove(connection);
        leavingBytes -= left == null ? 0 : left;
    }

    /** Who has to go since its time is over. */
    synchronized List<Parting<C>> overdue(long now) {
        var parting = new ArrayList<Parting<C>>();
        overdue(owing, now - limits.headTime().toNanos())
                .forEach(connection -> parting.add(part(connection, Reason.SLOW)));
        for (var idle : List.of(resting, taking)) {
            overdue(idle, now - limits.idleTime().toNanos())
                    .forEach(connection -> parting.add(part(connection, Reason.IDLE)));
        }
        return parting;
    }

    /** How many there are. */
    synchronized int size() {
        return owing.size() + resting.size() + busy.size();
    }

    /** How many requests are being served on how many of them. */
    synchronized int busy() {
        return busy.size();
    }

    /** How many bytes wait to become requests, on all of them together. */
    synchronized long waitingBytes() {
        return waitingBytes;
    }

    private boolean holds(C connection) {
        return owing.containsKey(connection) || resting.containsKey(connection) || busy.containsKey(connection);
    }

    /** They are in the order of their times. */
    private static <C> List<C> overdue(SequencedMap<C, Long> since, long latest) {
        return since.entrySet().stream()
                .takeWhile(entry -> entry.getValue() - latest <= 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Parting<C> part(C connection, Reason reason) {
        closed(connection);
        return new Parting<>(connection, reason);
    }

    private Parting<C> partForBytes(C connection) {
        int bytes = waiting.getOrDefault(connection, 0);
        var parting = part(connection, Reason.ROOM);
        leaving.put(connection, bytes);
        leavingBytes += bytes;
        return parting;
    }

    private void wait(C connection, int bytes) {
        @Nullable Integer before = bytes == 0 ? waiting.remove(connection) : waiting.put(connection, bytes);
        waitingBytes += bytes - (before == null ? 0 : before);
    }
}
