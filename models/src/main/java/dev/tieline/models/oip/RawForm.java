package dev.tieline.models.oip;

import dev.tieline.models.DataType;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelName;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.infer.BytesElements;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The raw form of a request: header length 0, and the body is the elements of the model's only input.
 *
 * <p>The shape comes from the model. A variable batch dimension counts as 1; one more variable dimension follows from
 * the length of the body. If the batch dimension is the only variable one, it follows instead. An input of type BYTES
 * takes the whole body as its one element, without a length in front. Outputs come back as binary data.
 */
final class RawForm {

    private RawForm() {}

    static InferenceRequest decode(
            ModelName model, @Nullable String version, ByteBuffer body, @Nullable ModelManifest manifest) {
        if (manifest == null) {
            throw BinarySection.invalid("the model '" + model
                    + "' is not known here, so a body without JSON cannot be read. Maybe send the inputs with JSON");
        }
        if (manifest.inputs().size() != 1) {
            throw BinarySection.invalid("a body without JSON is the only input of a model, and the model '" + model
                    + "' has " + manifest.inputs().size() + " inputs");
        }
        return decode(model, version, body, manifest.inputs().getFirst());
    }

    static InferenceRequest decode(ModelName model, @Nullable String version, ByteBuffer body, TensorSpec input) {
        var bytes = input.type() == DataType.BYTES;
        var elements = bytes ? 1 : elements(input, body.remaining());
        var data = bytes ? BytesElements.pack(List.of(copy(body))) : body.slice();
        var tensor = new Tensor(input.name(), input.type(), shape(input, elements), data);
        return new InferenceRequest(
                model, version, null, Map.of(InferenceRequest.BINARY_DATA_OUTPUT, true), List.of(tensor), List.of());
    }

    private static byte[] copy(ByteBuffer body) {
        var copy = new byte[body.remaining()];
        body.duplicate().get(copy);
        return copy;
    }

    private static long elements(TensorSpec input, int bytes) {
        if (bytes % input.type().byteSize() != 0) {
            throw unfit(input, bytes + " bytes are no whole number of elements");
        }
        return bytes / input.type().byteSize();
    }

    private static Shape shape(TensorSpec input, long elements) {
        var dimensions = new ArrayList<>(input.shape().dimensions());
        var axis = input.batchAxis();
        var variable = dimensions.stream().filter(d -> d == Shape.VARIABLE).count();
        if (variable > 1 && axis != null) {
            dimensions.set(axis, 1L);
            variable--;
        }
        if (variable > 1) {
            throw unfit(input, "more than one dimension is variable. Maybe send the inputs with JSON");
        }
        if (variable == 1) {
            var known = dimensions.stream().filter(d -> d != Shape.VARIABLE).reduce(1L, Math::multiplyExact);
            if (known == 0 || elements % known != 0) {
                throw unfit(input, elements + " elements are no multiple of " + known);
            }
            dimensions.set(dimensions.indexOf(Shape.VARIABLE), elements / known);
        }
        var shape = new Shape(dimensions);
        if (shape.elements() != elements) {
            throw unfit(input, "it has " + elements + " elements, and " + shape.elements() + " are needed");
        }
        return shape;
    }

    private static RuntimeException unfit(TensorSpec input, String why) {
        return BinarySection.invalid("the body does not fit the input " + input + ": " + why);
    }
}
