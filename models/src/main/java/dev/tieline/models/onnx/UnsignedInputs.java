package dev.tieline.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tieline.models.DataType;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.Tensor;
import java.util.EnumMap;
import java.util.Map;

/**
 * Makes tensors of the unsigned integers that the Java API of ONNX Runtime has no word for. What has the bits of such a
 * tensor goes through a model of one operator, which casts signed integers to unsigned ones of the same width. Has a
 * session for each such type of a model's inputs, and none for most models. Thread-safe.
 */
final class UnsignedInputs implements AutoCloseable {
    private final Map<DataType, OrtSession> casts = new EnumMap<>(DataType.class);

    private UnsignedInputs() {}

    static UnsignedInputs of(ModelManifest manifest, OrtEnvironment environment, OrtSession.SessionOptions options)
            throws OrtException {
        var unsigned = new UnsignedInputs();
        try {
            for (var input : manifest.inputs()) {
                if (isNeeded(input.type()) && !unsigned.casts.containsKey(input.type())) {
                    unsigned.casts.put(
                            input.type(), environment.createSession(GeneratedModels.unsigned(input.type()), options));
                }
            }
            return unsigned;
        } catch (OrtException | RuntimeException e) {
            unsigned.close();
            throw e;
        }
    }

    /** Whether a tensor of this type must be made here. */
    static boolean isNeeded(DataType type) {
        return switch (type) {
            case UINT16, UINT32, UINT64 -> true;
            case BOOL, UINT8, INT8, INT16, INT32, INT64, FP16, BF16, FP32, FP64, BYTES -> false;
        };
    }

    /**
     * The only value of the result is a tensor of an input's type, with the bits of a signed one. It lives until the
     * result is closed.
     *
     * @throws InferenceException with InvalidRequest if the model has no input of that type
     */
    OrtSession.Result make(Tensor input, OnnxTensor signed) throws OrtException {
        var cast = casts.get(input.type());
        if (cast == null) {
            throw new InvalidRequest(
                            "the input '" + input.name() + "' is of type " + input.type() + ", which no input here is")
                    .asException();
        }
        return cast.run(Map.of(GeneratedModels.SIGNED, signed));
    }

    @Override
    public void close() throws OrtException {
        for (var cast : casts.values()) {
            cast.close();
        }
        casts.clear();
    }
}
