package dev.tieline.bench.overload;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.DataType;
import dev.tieline.models.GoldenSample;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.infer.TensorNumbers;
import dev.tieline.models.oip.OipBody;
import dev.tieline.models.oip.OipCodec;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * What a model is asked, always the same: the inputs of its golden sample, of which a last axis that may have any length
 * is filled to {@value #WIDTH}.
 */
final class Question {
    /** The length of a text that is neither short nor long, in tokens. */
    static final int WIDTH = 32;

    private final ModelManifest manifest;
    private final InferenceRequest request;
    private final OipBody body;

    private Question(ModelManifest manifest, InferenceRequest request, OipBody body) {
        this.manifest = manifest;
        this.request = request;
        this.body = body;
    }

    /** A question whose answer is wanted in the binary form by a deadline. */
    static Question of(ModelManifest manifest, Duration deadline, OipCodec codec) {
        var inputs = manifest.golden().inputs().stream()
                .map(values -> tensor(manifest.findInput(values.name()).orElseThrow(), values))
                .toArray(Tensor[]::new);
        var request = InferenceRequest.of(manifest.ref().name(), inputs)
                .withParameters(
                        Map.of(InferenceRequest.BINARY_DATA_OUTPUT, true, "timeout", deadline.toNanos() / 1_000));
        return new Question(manifest, request, codec.encodeRequest(request));
    }

    String model() {
        return manifest.ref().name().value();
    }

    List<Tensor> inputs() {
        return request.inputs();
    }

    byte[] body() {
        return body.toByteArray();
    }

    /** The length of the JSON at the beginning of the body. */
    int headerLength() {
        return Objects.requireNonNull(body.headerLength(), "binary data stands behind a header");
    }

    /** The whole request as it goes over a connection that is kept. */
    byte[] http(URI address) {
        var head = "POST " + address.getRawPath() + " HTTP/1.1\r\n"
                + "Host: " + address.getAuthority() + "\r\n"
                + "Content-Type: application/octet-stream\r\n"
                + "Inference-Header-Content-Length: " + headerLength() + "\r\n"
                + "Content-Length: " + body.size() + "\r\n\r\n";
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body());
        return whole.toByteArray();
    }

    /**
     * Checks an answer of the node against what the model answers here.
     *
     * @throws CommandFailure if an element differs by more than the model's card tolerates
     */
    void check(InferenceResponse answer, List<Tensor> expected) {
        for (var wanted : expected) {
            var found = answer.outputs().stream()
                    .filter(output -> output.name().equals(wanted.name()))
                    .findFirst()
                    .orElseThrow(() -> wrong("has no output '" + wanted.name() + "'"));
            if (!found.shape().equals(wanted.shape())) {
                throw wrong("has '" + wanted.name() + "' of shape " + found.shape() + " and not " + wanted.shape());
            }
            for (int i = 0; i < wanted.shape().elements(); i++) {
                double off = Math.abs(TensorNumbers.at(found, i) - TensorNumbers.at(wanted, i));
                if (!(off <= manifest.golden().tolerance())) {
                    throw wrong("is off by " + off + " in element " + i + " of '" + wanted.name() + "'");
                }
            }
        }
    }

    private CommandFailure wrong(String how) {
        return new CommandFailure(
                "the node's answer of " + manifest.ref() + " " + how + "; nothing is measured on wrong answers");
    }

    private static Tensor tensor(TensorSpec spec, GoldenSample.Values values) {
        if (spec.type() == DataType.BYTES) {
            throw new CommandFailure("the model's input '" + spec.name() + "' takes texts, which is not measured");
        }
        var last = spec.shape().rank() - 1;
        var dimensions = new ArrayList<>(values.shape().dimensions());
        if (last > 0 && spec.shape().dimensions().get(last) < 0 && dimensions.get(last) > 0) {
            dimensions.set(last, (long) WIDTH);
        }
        var shape = new Shape(dimensions);
        var numbers = LongStream.range(0, shape.elements())
                .mapToObj(i -> values.values().get((int) (i % values.size())))
                .toList();
        return TensorNumbers.of(spec.name(), spec.type(), shape, numbers);
    }
}
