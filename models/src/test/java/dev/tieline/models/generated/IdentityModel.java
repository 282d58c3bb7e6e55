package dev.tieline.models.generated;

import dev.tieline.models.Artifact;
import dev.tieline.models.DataType;
import dev.tieline.models.Digest;
import dev.tieline.models.GoldenSample;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.TestManifests;
import java.util.List;

/**
 * A model whose output {@code y} is its input {@code x}, of any element type.
 *
 * @param manifest its card; the golden sample is of zeros or the word "text"
 * @param type the type of its elements
 * @param shape the shape of its input and output
 */
public record IdentityModel(ModelManifest manifest, DataType type, Shape shape) {

    public static IdentityModel of(DataType type, Shape shape) {
        var bytes = bytes(type, shape);
        var manifest =
                TestManifests.of(List.of(new TensorSpec("x", type, shape)), List.of(new TensorSpec("y", type, shape)));
        return new IdentityModel(
                TestManifests.withModel(manifest, new Artifact("identity.onnx", Digest.ofBytes(bytes), bytes.length)),
                type,
                shape);
    }

    public IdentityModel withGolden(GoldenSample golden) {
        return new IdentityModel(TestManifests.withGolden(manifest, golden), type, shape);
    }

    /** Its ONNX file. */
    public byte[] bytes() {
        return bytes(type, shape);
    }

    private static byte[] bytes(DataType type, Shape shape) {
        var dimensions = shape.dimensions().stream()
                .map(size -> size == Shape.VARIABLE ? (Object) "any" : (Object) Math.toIntExact(size))
                .toArray();
        return new OnnxGraph()
                .node("Identity", "x", "y")
                .input("x", elementType(type), dimensions)
                .output("y", elementType(type), dimensions)
                .toModel("identity");
    }

    /** The numbers of TensorProto.DataType in onnx.proto. */
    private static int elementType(DataType type) {
        return switch (type) {
            case FP32 -> 1;
            case UINT8 -> 2;
            case INT8 -> 3;
            case UINT16 -> 4;
            case INT16 -> 5;
            case INT32 -> 6;
            case INT64 -> 7;
            case BYTES -> 8;
            case BOOL -> 9;
            case FP16 -> 10;
            case FP64 -> 11;
            case UINT32 -> 12;
            case UINT64 -> 13;
            case BF16 -> 16;
        };
    }
}
