package dev.tieline.e2e.operators;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the file of a model says of it.
 *
 * @param opsets the versions of the operator sets that it uses, by domain; the domain of ONNX itself is empty
 * @param inputs the inputs that have no value of their own
 * @param outputs the outputs
 */
record OnnxFile(Map<String, Long> opsets, List<Value> inputs, List<Value> outputs) {
    private static final int GRAPH = 7;
    private static final int OPSETS = 8;
    private static final int INITIALIZER = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;
    private static final int INITIALIZER_NAME = 8;

    /**
     * An input or output.
     *
     * @param type the type of its elements; nothing if it is no tensor, or one of a type that the protocol does not have
     * @param shape its shape; a dimension without a value is -1
     */
    record Value(String name, Optional<DataType> type, Shape shape) {}

    static OnnxFile of(byte[] bytes) {
        var model = ProtoMessage.of(bytes);
        var graph = model.message(GRAPH).orElseThrow();
        var given = new HashSet<String>();
        graph.messages(INITIALIZER).forEach(tensor -> given.add(tensor.text(INITIALIZER_NAME)));
        var opsets = new TreeMap<String, Long>();
        model.messages(OPSETS).forEach(opset -> opsets.put(opset.text(1), opset.number(2)));
        return new OnnxFile(
                opsets,
                graph.messages(INPUT).stream()
                        .map(OnnxFile::value)
                        .filter(input -> !given.contains(input.name()))
                        .toList(),
                graph.messages(OUTPUT).stream().map(OnnxFile::value).toList());
    }

    /** The version of ONNX's own operator set; 0 if it uses others only. */
    long opset() {
        return opsets.getOrDefault("", 0L);
    }

    /** Whether the protocol has words for all that goes in and comes out. */
    boolean ofTensors() {
        return inputs.stream().allMatch(input -> input.type().isPresent())
                && outputs.stream().allMatch(output -> output.type().isPresent());
    }

    /** Whether tensors have the declared shapes of its inputs. */
    boolean accepts(List<Tensor> tensors) {
        return IntStream.range(0, inputs.size())
                .allMatch(i -> inputs.get(i).shape().accepts(tensors.get(i).shape()));
    }

    private static Value value(ProtoMessage value) {
        var tensor = value.message(2).flatMap(type -> type.message(1));
        return new Value(
                value.text(1),
                tensor.flatMap(found -> TensorFile.type(found.number(1))),
                new Shape(tensor.flatMap(found -> found.message(2)).stream()
                        .flatMap(shape -> shape.messages(1).stream())
                        .map(dimension -> dimension.has(1) ? dimension.number(1) : Shape.VARIABLE)
                        .toList()));
    }
}
