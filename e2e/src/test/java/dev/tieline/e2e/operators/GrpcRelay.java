package dev.tieline.e2e.operators;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks a node by the gRPC library of Python, with messages that are written and read here, field by field. */
final class GrpcRelay implements AutoCloseable {
    private static final Path SCRIPT =
            Path.of("src/test/resources/grpc_relay.py").toAbsolutePath();
    /** Debian's own, which has Debian's packages. */
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final int LENGTH_DELIMITED = 2;

    private final Process process;
    private final DataOutputStream questions;
    private final DataInputStream answers;

    private GrpcRelay(Process process) {
        this.process = process;
        this.questions = new DataOutputStream(process.getOutputStream());
        this.answers = new DataInputStream(process.getInputStream());
    }

    /** @throws IllegalStateException naming what is to be installed, if there is no Python */
    static GrpcRelay to(URI node, Path log) throws IOException {
        if (!Files.isExecutable(PYTHON)) {
            throw new IllegalStateException("There is no " + PYTHON
                    + ", which this test asks the node with. Maybe install the package python3-grpcio.");
        }
        return new GrpcRelay(
                new ProcessBuilder(PYTHON.toString(), "-B", SCRIPT.toString(), node.getHost() + ":" + node.getPort())
                        .redirectError(log.toFile())
                        .start());
    }

    /** The node answered with an error. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Refused(String words) {
            super(words);
        }
    }

    /** The outputs of a model. @throws Refused if the node answers with an error */
    List<Tensor> ask(String model, List<Tensor> inputs) throws IOException {
        var question = question(model, inputs);
        questions.writeInt(question.length);
        questions.write(question);
        questions.flush();
        boolean failed = answers.readByte() != 0;
        var answer = new byte[answers.readInt()];
        answers.readFully(answer);
        if (failed) {
            throw new Refused("over gRPC: " + new String(answer, StandardCharsets.UTF_8));
        }
        return outputs(ProtoMessage.of(answer));
    }

    @Override
    public void close() throws IOException {
        questions.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** {@code ModelInferRequest}. */
    private static byte[] question(String model, List<Tensor> inputs) {
        var message = new ByteArrayOutputStream();
        field(message, 1, utf8(model));
        for (var input : inputs) {
            var tensor = new ByteArrayOutputStream();
            field(tensor, 1, utf8(input.name()));
            field(tensor, 2, utf8(input.type().name()));
            var shape = new ByteArrayOutputStream();
            input.shape().dimensions().forEach(dimension -> varint(shape, dimension));
            field(tensor, 3, shape.toByteArray());
            field(message, 5, tensor.toByteArray());
        }
        for (var input : inputs) {
            var raw = new byte[input.size()];
            input.data().get(raw);
            field(message, 7, raw);
        }
        return message.toByteArray();
    }

    /** Of {@code ModelInferResponse}. */
    private static List<Tensor> outputs(ProtoMessage answer) {
        var raw = answer.all(6);
        var outputs = new ArrayList<Tensor>();
        for (var output : answer.messages(5)) {
            outputs.add(new Tensor(
                    output.text(1),
                    DataType.valueOf(output.text(2)),
                    new Shape(output.numbers(3)),
                    raw.get(outputs.size())));
        }
        return outputs;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void field(ByteArrayOutputStream message, int number, byte[] value) {
        varint(message, ((long) number << 3) | LENGTH_DELIMITED);
        varint(message, value.length);
        message.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream message, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            message.write(((int) rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        message.write((int) rest);
    }
}
