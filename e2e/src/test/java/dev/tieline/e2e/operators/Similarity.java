package dev.tieline.e2e.operators;

import dev.tieline.models.infer.Tensor;
import dev.tieline.models.infer.TensorNumbers;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * When outputs count as equal.
 *
 * @param absolute by how much an element may be off, beside a thousandth of what is expected
 */
record Similarity(double absolute) {
    /** As ONNX's own runner of its backend tests has it, where a case says nothing else. */
    static final Similarity USUAL = new Similarity(1e-7);

    private static final double RELATIVE = 1e-3;

    /** By how much an element may be off. */
    double tolerance(double expected) {
        return absolute + RELATIVE * Math.abs(expected);
    }

    /** What is wrong with the names, types and shapes of outputs, if something is. */
    static Optional<String> formDifference(List<Tensor> expected, List<Tensor> actual) {
        var wanted = expected.stream().map(Tensor::toString).toList();
        var found = actual.stream().map(Tensor::toString).toList();
        var same = expected.size() == actual.size()
                && IntStream.range(0, expected.size()).allMatch(i -> sameForm(expected.get(i), actual.get(i)));
        return same ? Optional.empty() : Optional.of("gave " + found + " and not " + wanted);
    }

    /** The first element that differs, if one does; of outputs of the same names, types and shapes. */
    Optional<String> valueDifference(List<Tensor> expected, List<Tensor> actual) {
        return IntStream.range(0, expected.size())
                .mapToObj(i -> difference(expected.get(i), actual.get(i)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> difference(Tensor expected, Tensor actual) {
        if (!expected.type().isFloating()) {
            return expected.data().equals(actual.data())
                    ? Optional.empty()
                    : Optional.of("gave other values of '" + expected.name() + "'");
        }
        return IntStream.range(0, (int) expected.shape().elements())
                .filter(i -> !similar(TensorNumbers.at(expected, i), TensorNumbers.at(actual, i)))
                .mapToObj(i -> "gave " + TensorNumbers.at(actual, i) + " as element " + i + " of '" + expected.name()
                        + "' and not " + TensorNumbers.at(expected, i))
                .findFirst();
    }

    /** NaN is like NaN, and an infinity like itself. */
    boolean similar(double expected, double actual) {
        return Double.compare(expected, actual) == 0
                || (Double.isFinite(expected) && Math.abs(expected - actual) <= tolerance(expected));
    }

    private static boolean sameForm(Tensor expected, Tensor actual) {
        return expected.name().equals(actual.name())
                && expected.type() == actual.type()
                && expected.shape().equals(actual.shape());
    }
}
