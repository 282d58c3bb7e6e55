package dev.tieline.models.oip;

import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Bodies for tests. */
final class Bodies {
    static final ModelName TOY = ModelName.of("toy");
    static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);

    private Bodies() {}

    static byte[] golden(String file) {
        try (var stream = Objects.requireNonNull(Bodies.class.getResourceAsStream(file), file)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ByteBuffer text(String json) {
        return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
    }

    static InferenceRequest decode(String json) {
        return CODEC.decodeRequest(TOY, null, text(json), null, null);
    }

    /** A request with one input. */
    static String input(String datatype, String shape, String data) {
        return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"" + datatype + "\",\"shape\":" + shape + ",\"data\":" + data
                + "}]}";
    }

    /** JSON followed by raw bytes. */
    static ByteBuffer binary(String json, int... bytes) {
        var header = json.getBytes(StandardCharsets.UTF_8);
        var body = ByteBuffer.allocate(header.length + bytes.length).put(header);
        for (var b : bytes) {
            body.put((byte) b);
        }
        return body.flip();
    }
}
