package dev.tieline.models;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The extent of a tensor in each dimension, outermost first; an empty shape is a scalar.
 *
 * @param dimensions at most {@value #MAX_RANK}, each at least 0, or {@link #VARIABLE} in the shape of a specification
 */
public record Shape(List<Long> dimensions) {
    /** The most dimensions that a tensor may have. */
    public static final int MAX_RANK = 8;
    /** Stands in a specification for a dimension that a request chooses. */
    public static final long VARIABLE = -1;

    public Shape {
        dimensions = List.copyOf(dimensions);
        if (dimensions.size() > MAX_RANK) {
            throw new IllegalArgumentException(
                    "a shape has at most " + MAX_RANK + " dimensions, and this has " + dimensions.size());
        }
        for (var dimension : dimensions) {
            if (dimension < VARIABLE) {
                throw new IllegalArgumentException("a dimension is at least 0, and " + text(dimensions) + " has "
                        + dimension + ". Maybe write -1 for a variable one, in a specification");
            }
        }
    }

    public static Shape of(long... dimensions) {
        return new Shape(LongStream.of(dimensions).boxed().toList());
    }

    public int rank() {
        return dimensions.size();
    }

    /** Whether every dimension is known, so that a tensor can have this shape. */
    public boolean isFixed() {
        return !dimensions.contains(VARIABLE);
    }

    /**
     * How many elements a tensor of this shape has.
     *
     * @throws ArithmeticException if the product does not fit a {@code long}
     * @throws IllegalStateException if a dimension is variable
     */
    public long elements() {
        if (!isFixed()) {
            throw new IllegalStateException(
                    "the shape " + this + " has a variable dimension, so no number of elements");
        }
        if (dimensions.contains(0L)) {
            return 0;
        }
        var product = 1L;
        for (var dimension : dimensions) {
            product = Math.multiplyExact(product, dimension);
        }
        return product;
    }

    /** Whether a shape fits this one: the same rank, and the same extent wherever this one is not variable. */
    public boolean accepts(Shape actual) {
        if (actual.rank() != rank()) {
            return false;
        }
        for (var i = 0; i < rank(); i++) {
            var wanted = (long) dimensions.get(i);
            if (wanted != VARIABLE && wanted != actual.dimensions.get(i)) {
                return false;
            }
        }
        return true;
    }

    public long[] toArray() {
        return dimensions.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        return text(dimensions);
    }

    private static String text(List<Long> dimensions) {
        return dimensions.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
