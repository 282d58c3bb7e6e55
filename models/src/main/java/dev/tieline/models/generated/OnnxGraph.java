package dev.tieline.models.generated;

/**
 * An ONNX graph in the making. Field numbers are those of {@code onnx.proto} (ONNX, "Open Neural Network Exchange
 * Intermediate Representation").
 */
final class OnnxGraph {
    static final int UINT16 = 4;
    static final int INT16 = 5;
    static final int INT32 = 6;
    static final int INT64 = 7;
    static final int UINT32 = 12;
    static final int UINT64 = 13;

    private static final long IR_VERSION = 8;
    private static final long OPSET = 13;
    private static final long INT_ATTRIBUTE = 2;

    private final ProtoWriter graph = new ProtoWriter();

    /** Adds a node. {@code tensors} are its inputs and, last, its output. */
    OnnxGraph node(String operator, String... tensors) {
        var output = tensors[tensors.length - 1];
        var node = new ProtoWriter();
        for (var i = 0; i < tensors.length - 1; i++) {
            node.text(1, tensors[i]);
        }
        return node(node.text(2, output).text(3, operator + "_" + output).text(4, operator));
    }

    /** Adds a node that is written already. */
    OnnxGraph node(ProtoWriter node) {
        graph.message(1, node);
        return this;
    }

    /** Adds a Cast to an element type. */
    OnnxGraph cast(String input, String output, int elementType) {
        var to = new ProtoWriter().text(1, "to").number(3, elementType).number(20, INT_ATTRIBUTE);
        return node(new ProtoWriter()
                .text(1, input)
                .text(2, output)
                .text(3, "Cast_" + output)
                .text(4, "Cast")
                .message(5, to));
    }

    OnnxGraph inputOfAnyShape(String name, int elementType) {
        graph.message(11, value(name, new ProtoWriter().number(1, elementType)));
        return this;
    }

    OnnxGraph outputOfAnyShape(String name, int elementType) {
        graph.message(12, value(name, new ProtoWriter().number(1, elementType)));
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
        return toModel(name, OPSET);
    }

    /** The whole model, of operators of this version of the operator set. */
    byte[] toModel(String name, long opset) {
        return new ProtoWriter()
                .number(1, IR_VERSION)
                .text(2, "tieline")
                .message(7, graph.text(2, name))
                .message(8, new ProtoWriter().text(1, "").number(2, opset))
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
        return value(name, new ProtoWriter().number(1, elementType).message(2, shape));
    }

    /** Adds an input that is no tensor. {@code type} is its {@code TypeProto}. */
    OnnxGraph input(String name, ProtoWriter type) {
        graph.message(11, new ProtoWriter().text(1, name).message(2, type));
        return this;
    }

    private static ProtoWriter value(String name, ProtoWriter tensor) {
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }
}
