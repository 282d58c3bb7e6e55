package dev.tieline.edge.offload;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How often questions to the controller ended in which way. Thread-safe. */
public final class DispatchCounts {
    /** A node that it chose answered. */
    static final String SERVED = "served";
    /** It, or the node that it chose, or this node's own policy said no. */
    static final String REFUSED = "refused";

    static final String NO_ANSWER = "no_answer";
    /** The caller went, or the node shut down. */
    static final String ABANDONED = "abandoned";

    private final Map<String, LongAdder> ends = Stream.of(SERVED, REFUSED, NO_ANSWER, ABANDONED)
            .collect(Collectors.toUnmodifiableMap(word -> word, word -> new LongAdder()));

    DispatchCounts() {}

    /** How many ended in which way, by its name; all ways are there. */
    public SortedMap<String, Long> byOutcome() {
        var counts = new TreeMap<String, Long>();
        ends.forEach((outcome, count) -> counts.put(outcome, count.sum()));
        return Collections.unmodifiableSortedMap(counts);
    }

    void count(String outcome) {
        var count = ends.get(outcome);
        if (count == null) {
            throw new IllegalArgumentException("no dispatch ends as '" + outcome + "'; the ways are " + ends.keySet());
        }
        count.increment();
    }

    static String word(DispatchResult result) {
        return switch (result) {
            case DispatchResult.Served served -> SERVED;
            case DispatchResult.Refused refused -> REFUSED;
            case DispatchResult.NoAnswer silent -> NO_ANSWER;
        };
    }
}
