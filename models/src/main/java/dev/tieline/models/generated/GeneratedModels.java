package dev.tieline.models.generated;

/** The models of this package by name. */
public final class GeneratedModels {

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
