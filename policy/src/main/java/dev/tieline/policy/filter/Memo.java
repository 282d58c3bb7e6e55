package dev.tieline.policy.filter;

import dev.tieline.policy.Hop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Answers that were given. Those not asked for lately are forgotten first: answers are kept in two halves, and when the
 * younger one is full it takes the place of the older. Thread-safe; two threads may work out the same answer.
 */
final class Memo {
    private final int half;
    private final AtomicReference<Halves> halves = new AtomicReference<>(new Halves(Map.of()));

    record Question(Hashed<Shape> shape, Hashed<List<Hop>> path) {}

    private record Halves(Map<Question, Boolean> younger, Map<Question, Boolean> older) {
        Halves(Map<Question, Boolean> older) {
            this(new ConcurrentHashMap<>(), older);
        }
    }

    /** @param limit how many answers to keep, at least 2; threads at work at the same moment may add one each */
    Memo(int limit) {
        if (limit < 2) {
            throw new IllegalArgumentException("a memo keeps at least 2 answers, and this one shall keep " + limit);
        }
        this.half = limit / 2;
    }

    /** The answer as it was given, or else as it is given now. */
    boolean get(Question question, BooleanSupplier answer) {
        var seen = halves.get();
        var known = seen.younger.get(question);
        if (known != null) {
            return known;
        }
        var earlier = seen.older.get(question);
        var given = earlier == null ? answer.getAsBoolean() : earlier;
        if (seen.younger.size() >= half) {
            halves.compareAndSet(seen, new Halves(seen.younger));
        }
        halves.get().younger.put(question, given);
        return given;
    }

    int size() {
        var seen = halves.get();
        return seen.younger.size() + seen.older.size();
    }
}
