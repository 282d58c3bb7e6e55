package dev.tieline.client;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What a node says of a model that it serves.
 *
 * @param versions the versions that it serves
 * @param platform what runs it, such as {@code onnxruntime_onnx}
 * @param inputs the inputs; a dimension that a call chooses is -1
 * @param outputs the outputs
 */
public record ModelInfo(
        String name, List<String> versions, String platform, List<TensorSpec> inputs, List<TensorSpec> outputs) {

    public ModelInfo {
        versions = List.copyOf(versions);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** @throws UnreadableAnswerException if a tensor has a type or a shape that is none */
    static ModelInfo of(Map<String, Object> json) {
        try {
            return new ModelInfo(
                    Json.text(json, "name"),
                    Json.texts(json, "versions"),
                    Json.text(json, "platform"),
                    specs(json, "inputs"),
                    specs(json, "outputs"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableAnswerException(
                    "what the node says of a model is not understood: " + e.getMessage(), e);
        }
    }

    private static List<TensorSpec> specs(Map<String, Object> json, String key) {
        return Json.objects(Json.list(json, key)).stream().map(ModelInfo::spec).toList();
    }

    private static TensorSpec spec(Map<String, Object> json) {
        var name = Json.text(json, "name");
        var word = Json.text(json, "datatype");
        var type = DataType.find(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the tensor '" + name + "' has the datatype '" + word + "', which is none"));
        return new TensorSpec(name, type, Shape.of(dimensions(json)));
    }

    private static long[] dimensions(Map<String, Object> json) {
        return Json.list(json, "shape").stream()
                .filter(Long.class::isInstance)
                .map(Long.class::cast)
                .flatMapToLong(LongStream::of)
                .toArray();
    }
}
