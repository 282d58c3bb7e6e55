package dev.tieline.models.generated;

import dev.tieline.models.Artifact;
import dev.tieline.models.DataType;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.TestManifests;
import dev.tieline.models.infer.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model that doubles its input {@code x} as often as its input {@code rounds} says: a Loop, which only a stop ends in
 * the lifetime of a test when it is asked for {@link #FOR_EVER}.
 */
public final class EndlessModel {
    /** More rounds than any machine runs. */
    public static final long FOR_EVER = Long.MAX_VALUE;

    private static final int BOOL = 9;
    private static final int INT64 = 7;
    private static final int GRAPH_ATTRIBUTE = 5;

    private EndlessModel() {}

    public static ModelManifest manifest() {
        var bytes = bytes();
        var manifest = TestManifests.of(
                List.of(
                        new TensorSpec("rounds", DataType.INT64, Shape.of(1)),
                        new TensorSpec("x", DataType.INT64, Shape.of(1))),
                List.of(new TensorSpec("y", DataType.INT64, Shape.of(1))));
        return TestManifests.withModel(manifest, new Artifact("endless.onnx", Digest.ofBytes(bytes), bytes.length));
    }

    /** Its ONNX file in that folder. */
    public static Path file(Path folder) {
        try {
            return Files.write(folder.resolve("endless.onnx"), bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Inputs that double the number 1 so often. */
    public static List<Tensor> inputs(long rounds) {
        return List.of(number("rounds", rounds), number("x", 1));
    }

    private static Tensor number(String name, long value) {
        var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, value);
        return new Tensor(name, DataType.INT64, Shape.of(1), bytes);
    }

    private static byte[] bytes() {
        var loop = new ProtoWriter()
                .text(1, "rounds")
                .text(1, "") // no condition: only the count ends it
                .text(1, "x")
                .text(2, "y")
                .text(3, "loop")
                .text(4, "Loop")
                .message(5, new ProtoWriter().text(1, "body").message(6, body()).number(20, GRAPH_ATTRIBUTE));
        var graph = new ProtoWriter()
                .message(1, loop)
                .text(2, "endless")
                .message(11, value("rounds", INT64, 1))
                .message(11, value("x", INT64, 1))
                .message(12, value("y", INT64, 1));
        return new ProtoWriter()
                .number(1, 8)
                .text(2, "tieline")
                .message(7, graph)
                .message(8, new ProtoWriter().text(1, "").number(2, 13))
                .toByteArray();
    }

    /** One round: the number of the round and the condition come in, the condition goes out, the value is doubled. */
    private static ProtoWriter body() {
        return new ProtoWriter()
                .message(1, node("Identity", "again", "go_on"))
                .message(1, node("Add", "value", "value", "doubled"))
                .text(2, "body")
                .message(11, value("round", INT64))
                .message(11, value("again", BOOL))
                .message(11, value("value", INT64, 1))
                .message(12, value("go_on", BOOL))
                .message(12, value("doubled", INT64, 1));
    }

    private static ProtoWriter node(String operator, String... tensors) {
        var node = new ProtoWriter();
        for (int i = 0; i < tensors.length - 1; i++) {
            node.text(1, tensors[i]);
        }
        return node.text(2, tensors[tensors.length - 1]).text(4, operator);
    }

    private static ProtoWriter value(String name, int elementType, int... dimensions) {
        var shape = new ProtoWriter();
        for (int dimension : dimensions) {
            shape.message(1, new ProtoWriter().number(1, dimension));
        }
        var tensor = new ProtoWriter().number(1, elementType).message(2, shape);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }
}
