package dev.tieline.edge.offload;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How often attempts to have calls served elsewhere ended in which way. Thread-safe. */
public final class AttemptCounts {
    /** A node answered. */
    static final String SERVED = "served";
    /** A node found the request at fault. */
    static final String FAULTY = "faulty";
    /** The call was over, by another's answer, its deadline or its caller, before a word came. */
    static final String OVERTAKEN = "overtaken";

    private final Map<String, LongAdder> ends = Stream.concat(
                    Stream.of(SERVED, FAULTY, OVERTAKEN),
                    Stream.of(Attempt.Outcome.values()).map(AttemptCounts::word))
            .collect(Collectors.toUnmodifiableMap(word -> word, word -> new LongAdder()));

    AttemptCounts() {}

    /** How many ended in which way, by its name; all ways are there. */
    public SortedMap<String, Long> byOutcome() {
        var counts = new TreeMap<String, Long>();
        ends.forEach((outcome, count) -> counts.put(outcome, count.sum()));
        return Collections.unmodifiableSortedMap(counts);
    }

    void count(Attempt.Outcome outcome) {
        count(word(outcome));
    }

    void count(String outcome) {
        var count = ends.get(outcome);
        if (count == null) {
            throw new IllegalArgumentException("no attempt ends as '" + outcome + "'; the ways are " + ends.keySet());
        }
        count.increment();
    }

    static String word(Attempt.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    static String word(OffloadResult result) {
        return result instanceof OffloadResult.Served ? SERVED : FAULTY;
    }
}
