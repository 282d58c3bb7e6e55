package dev.tieline.models.generated;

import dev.tieline.models.Artifact;
import dev.tieline.models.DataType;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.TestManifests;
import java.util.List;

/** Models that are rare, and legal. */
public final class OddModels {
    private static final int BOOL = 9;
    private static final int INTS_ATTRIBUTE = 7;
    private static final Shape SHAPE = Shape.of(2);

    private OddModels() {}

    /** An ONNX file whose model has no input, and always says 7 and 9 as the INT64 output {@code y}. */
    public static byte[] constant() {
        var values = new ProtoWriter()
                .text(1, "value_ints")
                .number(8, 7)
                .number(8, 9)
                .number(20, INTS_ATTRIBUTE);
        return new OnnxGraph()
                .node(new ProtoWriter().text(2, "y").text(4, "Constant").message(5, values))
                .output("y", OnnxGraph.INT64, 2)
                .toModel("constant");
    }

    /** The card of {@link #constant}. */
    public static ModelManifest constantManifest() {
        return manifest(constant(), List.of(), List.of(new TensorSpec("y", DataType.INT64, SHAPE)));
    }

    /** An ONNX file of an operator that the CPU provider does not have for INT16, {@code y = max(x, x)}. */
    public static byte[] unimplemented() {
        return new OnnxGraph()
                .node("Max", "x", "x", "y")
                .input("x", OnnxGraph.INT16, 2)
                .output("y", OnnxGraph.INT16, 2)
                .toModel("unimplemented");
    }

    /** The card of {@link #unimplemented}. */
    public static ModelManifest unimplementedManifest() {
        return manifest(
                unimplemented(),
                List.of(new TensorSpec("x", DataType.INT16, SHAPE)),
                List.of(new TensorSpec("y", DataType.INT16, SHAPE)));
    }

    /** An ONNX file whose input {@code x} is a tensor or nothing; BOOL {@code y} tells which. */
    public static byte[] optional() {
        var tensor = new ProtoWriter().message(1, new ProtoWriter().number(1, OnnxGraph.INT64));
        var optional = new ProtoWriter().message(9, new ProtoWriter().message(1, tensor));
        return new OnnxGraph()
                .node("OptionalHasElement", "x", "y")
                .input("x", optional)
                .output("y", BOOL)
                .toModel("optional", 15);
    }

    /** A card of {@link #optional} that calls its input a tensor. */
    public static ModelManifest optionalManifest() {
        return manifest(
                optional(),
                List.of(new TensorSpec("x", DataType.INT64, SHAPE)),
                List.of(new TensorSpec("y", DataType.BOOL, Shape.of())));
    }

    /** An ONNX file that says nothing of the shapes of its input and its output, not even how many dimensions. */
    public static byte[] anyShape() {
        return GeneratedModels.unsigned(DataType.UINT16);
    }

    /** A card of {@link #anyShape} that takes and gives tensors of this shape. */
    public static ModelManifest anyShapeManifest(Shape shape) {
        return manifest(
                anyShape(),
                List.of(new TensorSpec(GeneratedModels.SIGNED, DataType.INT16, shape)),
                List.of(new TensorSpec("unsigned", DataType.UINT16, shape)));
    }

    private static ModelManifest manifest(byte[] file, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        return TestManifests.withModel(
                TestManifests.of(inputs, outputs), new Artifact("odd.onnx", Digest.ofBytes(file), file.length));
    }
}
