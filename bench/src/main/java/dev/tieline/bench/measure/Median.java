package dev.tieline.bench.measure;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The middle of some figures. */
public final class Median {

    private Median() {}

    /**
     * The median; of an even number of figures the mean of the middle two.
     *
     * @throws IllegalArgumentException if there is nothing to take it of
     */
    public static <T> double of(Collection<T> items, ToDoubleFunction<T> figure) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a median needs at least one figure");
        }
        var sorted = items.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
