package dev.tieline.models.generated;

import dev.tieline.models.DataType;

/** The models of this package by name. */
public final class GeneratedModels {
    /** The input of {@link #unsigned}. */
    public static final String SIGNED = "signed";

    private GeneratedModels() {}

    /**
     * The bytes of an ONNX file.
     *
     * @param generator {@code simple}: INT32 INPUT0 and INPUT1 of shape [-1,16]; OUTPUT0 is their sum, OUTPUT1 their
     *     difference. The example clients of the Open Inference Protocol ask for this model
     * @throws IllegalArgumentException if there is no such generator
     */
    public static byte[] bytes(String generator) {
        return switch (generator) {
            case "simple" -> simple();
            default ->
                throw new IllegalArgumentException(
                        "there is no generator of models named '" + generator + "'. There is: simple");
        };
    }

    /**
     * A model that gives its input {@link #SIGNED}, signed integers of any shape, the unsigned type of the same width; the
     * bits stay.
     *
     * @param type UINT16, UINT32 or UINT64
     * @throws IllegalArgumentException if it is another type
     */
    public static byte[] unsigned(DataType type) {
        return switch (type) {
            case UINT16 -> unsigned(OnnxGraph.INT16, OnnxGraph.UINT16);
            case UINT32 -> unsigned(OnnxGraph.INT32, OnnxGraph.UINT32);
            case UINT64 -> unsigned(OnnxGraph.INT64, OnnxGraph.UINT64);
            default -> throw new IllegalArgumentException("no signed integers have the bits of " + type);
        };
    }

    private static byte[] unsigned(int from, int to) {
        return new OnnxGraph()
                .cast(SIGNED, "unsigned", to)
                .inputOfAnyShape(SIGNED, from)
                .outputOfAnyShape("unsigned", to)
                .toModel("unsigned");
    }

    private static byte[] simple() {
        return new OnnxGraph()
                .node("Add", "INPUT0", "INPUT1", "OUTPUT0")
                .node("Sub", "INPUT0", "INPUT1", "OUTPUT1")
                .input("INPUT0", OnnxGraph.INT32, "batch", 16)
                .input("INPUT1", OnnxGraph.INT32, "batch", 16)
                .output("OUTPUT0", OnnxGraph.INT32, "batch", 16)
                .output("OUTPUT1", OnnxGraph.INT32, "batch", 16)
                .toModel("simple");
    }
}
