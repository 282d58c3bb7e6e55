package dev.tieline.models.generated;

/**
 * An ONNX graph in the making. Field numbers are those of {@code onnx.proto} (ONNX, "Open Neural Network Exchange
 * Intermediate Representation").
 */
final class OnnxGraph {
    static final int INT32 = 6;

    private static final long IR_VERSION = 8;
    private static final long OPSET = 13;

    private final ProtoWriter graph = new ProtoWriter();

    /** Adds a node. {@code tensors} are its inputs and, last, its output. */
    OnnxGraph node(String operator, String... tensors) {
        var output = tensors[tensors.length - 1];
        var node = new ProtoWriter();
        for (var i = 0; i < tensors.length - 1; i++) {
            node.text(1, tensors[i]);
        }
        graph.message(1, node.text(2, output).text(3, operator + "_" + output).text(4, operator));
        return this;
    }

    OnnxGraph input(String name, int elementType, Object... dimensions) {
        graph.message(11, value(name, elementType, dimensions));
        return this;
    }

    OnnxGraph output(String name, int elementType, Object... dimensions) {
        graph.message(12, value(name, elementType, dimensions));
        return this;
    }

    /** The whole model. */
    byte[] toModel(String name) {
        return new ProtoWriter()
                .number(1, IR_VERSION)
                .text(2, "tieline")
                .message(7, graph.text(2, name))
                .message(8, new ProtoWriter().text(1, "").number(2, OPSET))
                .toByteArray();
    }

    private static ProtoWriter value(String name, int elementType, Object... dimensions) {
        var shape = new ProtoWriter();
        for (var dimension : dimensions) {
            shape.message(
                    1,
                    dimension instanceof Integer size
                            ? new ProtoWriter().number(1, size)
                            : new ProtoWriter().text(2, dimension.toString()));
        }
        var tensor = new ProtoWriter().number(1, elementType).message(2, shape);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }
}
