package dev.tieline.models;

import java.util.List;

/**
 * A known question to a model and its known answer: a loaded model that misses it is not used.
 *
 * @param inputs every input of the model, with all of its elements
 * @param outputs some outputs, each with as many of its first elements as are worth comparing
 * @param tolerance the largest absolute difference of an element that still counts as equal; at least 0
 */
public record GoldenSample(List<Values> inputs, List<Values> outputs, double tolerance) {

    /**
     * The values of one tensor in row-major order, numbers or, for a tensor of type BYTES, texts. A tensor without
     * elements has neither.
     *
     * @param name the tensor's name
     * @param shape its whole shape
     * @param values its elements; for an expected output maybe only the first ones. Booleans are 0 and 1; NaN and the
     *     infinities may be among them
     * @param texts its elements if they are texts
     */
    public record Values(String name, Shape shape, List<Double> values, List<String> texts) {
        public Values {
            values = List.copyOf(values);
            texts = List.copyOf(texts);
            if (!shape.isFixed()) {
                throw new IllegalArgumentException("the golden values of '" + name
                        + "' need a shape without a variable dimension, and it is " + shape);
            }
            if (!values.isEmpty() && !texts.isEmpty()) {
                throw new IllegalArgumentException(
                        "the golden values of '" + name + "' are numbers or texts, not both");
            }
            var size = values.size() + texts.size();
            var elements = shape.elements();
            if (size > elements || (size == 0 && elements > 0)) {
                throw new IllegalArgumentException("the golden values of '" + name + "' need "
                        + (elements == 0 ? "no" : "1 to " + elements) + " elements for the shape " + shape
                        + ", and they have " + size);
            }
        }

        public Values(String name, Shape shape, List<Double> values) {
            this(name, shape, values, List.of());
        }

        /** How many elements are given. */
        public int size() {
            return values.size() + texts.size();
        }
    }

    public GoldenSample {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("a golden sample needs at least one expected output, and it has none");
        }
        if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
            throw new IllegalArgumentException(
                    "the tolerance of a golden sample is a number of at least 0, and it is " + tolerance);
        }
        for (var input : inputs) {
            if (input.size() != input.shape().elements()) {
                throw new IllegalArgumentException("the golden input '" + input.name() + "' needs all of its "
                        + input.shape().elements() + " elements, and it has "
                        + input.size());
            }
        }
    }
}
