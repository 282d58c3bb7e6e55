package dev.tieline.e2e.operators;

import dev.tieline.models.Artifact;
import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.infer.TensorNumbers;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The model card of a case. */
final class CaseCard {
    /** How many elements of an answer are compared when the model is loaded; the rest is when it is asked. */
    private static final int HEAD = 8;
    /** More than that would make a card longer than cards may be. */
    private static final int MOST_VALUES = 100_000;

    private static final double ANYTHING = 1e300;

    private final String name;
    private final OnnxFile model;
    private final Artifact artifact;

    CaseCard(String name, OnnxFile model, Artifact artifact) {
        this.name = name;
        this.model = model;
        this.artifact = artifact;
    }

    /** One whose golden sample is the case's own question, and the first elements of its answer. */
    String withOwnSample(List<Tensor> inputs, List<Tensor> outputs) {
        return text(
                list(inputs, tensor -> values(tensor, "values", Integer.MAX_VALUE)),
                list(outputs, tensor -> values(tensor, "head", HEAD)),
                outputs.stream().mapToDouble(CaseCard::tolerance).max().orElse(0));
    }

    /** One whose golden sample asks the case's question, and is content with any answer of the right shapes. */
    String withAnyAnswer(List<Tensor> inputs, List<Tensor> outputs) {
        return text(list(inputs, CaseCard::sample), list(outputs, tensor -> values(tensor, "head", 1)), ANYTHING);
    }

    /**
     * One whose golden sample asks zeros in the declared shapes, and is content with any answer of those. What is no
     * tensor is declared as a number.
     */
    String withZeros() {
        return text(list(model.inputs(), CaseCard::zeros), list(model.outputs(), CaseCard::zero), ANYTHING);
    }

    /** Whether a tensor has so many elements that a sample must do without them. */
    static boolean isLarge(Tensor tensor) {
        return tensor.shape().elements() > MOST_VALUES;
    }

    private String text(String goldenInputs, String goldenOutputs, double tolerance) {
        return """
                apiVersion: tieline.dev/model/v1
                model: %s@1
                description: A case of the backend test data of ONNX.
                licence: Apache-2.0
                source: {generated: none}
                file: {entry: model.onnx, digest: "%s", size: %d}
                inputs: %s
                outputs: %s
                memory: 1000000
                label: {class: public}
                golden:
                  inputs: %s
                  outputs: %s
                  tolerance: %s
                """.formatted(
                        name,
                        artifact.digest(),
                        artifact.size(),
                        list(model.inputs(), CaseCard::spec),
                        list(model.outputs(), CaseCard::spec),
                        goldenInputs,
                        goldenOutputs,
                        tolerance);
    }

    private static String spec(OnnxFile.Value value) {
        return "{name: %s, type: %s, shape: %s}"
                .formatted(quoted(value.name()), value.type().orElse(DataType.FP32), value.shape());
    }

    private static String sample(Tensor tensor) {
        return isLarge(tensor)
                ? "{name: %s, shape: %s, repeat: [0]}".formatted(quoted(tensor.name()), tensor.shape())
                : values(tensor, "values", Integer.MAX_VALUE);
    }

    private static String zeros(OnnxFile.Value value) {
        return "{name: %s, shape: %s, repeat: [0]}".formatted(quoted(value.name()), fixed(value.shape()));
    }

    private static String zero(OnnxFile.Value value) {
        return "{name: %s, shape: %s, head: [0]}".formatted(quoted(value.name()), fixed(value.shape()));
    }

    private static Shape fixed(Shape shape) {
        return new Shape(shape.dimensions().stream()
                .map(dimension -> Math.max(dimension, 1))
                .toList());
    }

    private static String values(Tensor tensor, String key, int most) {
        var texts = tensor.type() == DataType.BYTES;
        var values = texts
                ? list(tensor.strings(), CaseCard::quoted)
                : list(head(tensor, most), index -> yaml(TensorNumbers.at(tensor, index)));
        return "{name: %s, shape: %s, %s: %s}"
                .formatted(quoted(tensor.name()), tensor.shape(), texts ? "texts" : key, values);
    }

    private static double tolerance(Tensor tensor) {
        return tensor.type() == DataType.BYTES
                ? 0
                : head(tensor, HEAD).stream()
                        .mapToDouble(index -> Similarity.USUAL.tolerance(TensorNumbers.at(tensor, index)))
                        .filter(Double::isFinite)
                        .max()
                        .orElse(0);
    }

    private static List<Integer> head(Tensor tensor, int most) {
        return IntStream.range(0, (int) Math.min(tensor.shape().elements(), most))
                .boxed()
                .toList();
    }

    private static String yaml(double number) {
        if (Double.isNaN(number)) {
            return ".nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? ".inf" : "-.inf";
        }
        return number == (long) number ? String.valueOf((long) number) : String.valueOf(number);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static <T> String list(List<T> items, Function<T, String> form) {
        return items.stream().map(form).collect(Collectors.joining(", ", "[", "]"));
    }
}
