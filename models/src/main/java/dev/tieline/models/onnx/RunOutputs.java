package dev.tieline.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.BytesElements;
import dev.tieline.models.infer.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Copies the outputs of a run out of ONNX Runtime's memory, so that they outlive the run. */
final class RunOutputs {

    private RunOutputs() {}

    static List<Tensor> copy(OrtSession.Result result) throws OrtException {
        var outputs = new ArrayList<Tensor>(result.size());
        for (var output : result) {
            if (!(output.getValue() instanceof OnnxTensor tensor)) {
                throw new IllegalStateException("the output '" + output.getKey() + "' is no tensor but "
                        + output.getValue().getType());
            }
            outputs.add(copy(output.getKey(), tensor));
        }
        return outputs;
    }

    private static Tensor copy(String name, OnnxTensor tensor) throws OrtException {
        var type = OnnxTypes.find(tensor.getInfo().onnxType)
                .orElseThrow(() -> new IllegalStateException(
                        "the output '" + name + "' has elements of type " + tensor.getInfo().onnxType));
        var shape = Shape.of(tensor.getInfo().getShape());
        if (shape.elements() == 0) {
            return new Tensor(name, type, shape, ByteBuffer.allocate(0));
        }
        if (type == DataType.BYTES) {
            var elements = new ArrayList<byte[]>();
            collect(tensor.getValue(), elements);
            return new Tensor(name, type, shape, BytesElements.pack(elements));
        }
        return new Tensor(name, type, shape, tensor.getByteBuffer());
    }

    /** Strings come as one, or as arrays nested like the shape. */
    private static void collect(Object value, List<byte[]> elements) {
        if (value instanceof Object[] items) {
            for (var item : items) {
                collect(item, elements);
            }
        } else {
            elements.add(value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
