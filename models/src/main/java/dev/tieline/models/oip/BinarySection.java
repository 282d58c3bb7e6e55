package dev.tieline.models.oip;

import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A body taken apart: its JSON, and the raw tensors after it. */
final class BinarySection {
    private final ByteBuffer json;
    private final @Nullable ByteBuffer rest;

    private BinarySection(ByteBuffer json, @Nullable ByteBuffer rest) {
        this.json = json;
        this.rest = rest;
    }

    /** Parts a body at the length that {@code Inference-Header-Content-Length} says, or not at all. */
    static BinarySection of(ByteBuffer body, @Nullable Integer headerLength) {
        if (headerLength == null) {
            return new BinarySection(body.slice(), null);
        }
        if (headerLength < 0 || headerLength > body.remaining()) {
            throw invalid("Inference-Header-Content-Length says that the JSON has " + headerLength
                    + " bytes, and the body has " + body.remaining());
        }
        return new BinarySection(
                body.slice(body.position(), headerLength),
                body.slice(body.position() + headerLength, body.remaining() - headerLength));
    }

    JsonScanner json(OipLimits limits) {
        return json(limits, bytes -> {});
    }

    /** @param hold is told how many bytes elements in the JSON have, before they take memory */
    JsonScanner json(OipLimits limits, LongConsumer hold) {
        if (json.hasArray()) {
            var start = json.arrayOffset() + json.position();
            return new JsonScanner(json.array(), start, start + json.remaining(), limits, hold);
        }
        var bytes = new byte[json.remaining()];
        json.duplicate().get(bytes);
        return new JsonScanner(bytes, 0, bytes.length, limits, hold);
    }

    /**
     * Gives each tensor that has no elements in the JSON its bytes of the rest, which must be used up by that.
     *
     * @param hold is told how many they are
     */
    List<Tensor> tensors(List<TensorScanner.Head> heads, LongConsumer hold) {
        var tensors = new ArrayList<Tensor>(heads.size());
        for (var head : heads) {
            var data = head.data() != null ? head.data() : take(head);
            if (head.data() == null) {
                hold.accept(data.remaining());
            }
            try {
                tensors.add(new Tensor(head.name(), head.type(), head.shape(), data));
            } catch (IllegalArgumentException e) {
                throw invalid(String.valueOf(e.getMessage()));
            }
        }
        if (rest != null && rest.hasRemaining()) {
            throw invalid("the body has " + rest.remaining() + " bytes after the last binary tensor. Maybe a"
                    + " binary_data_size is too small");
        }
        return tensors;
    }

    private ByteBuffer take(TensorScanner.Head head) {
        if (rest == null) {
            throw invalid("the tensor '" + head.name() + "' is said to be binary, and the body came without"
                    + " Inference-Header-Content-Length, which says where the JSON ends");
        }
        var size = head.binarySize() == null ? 0 : head.binarySize();
        if (size > rest.remaining()) {
            throw invalid("the tensor '" + head.name() + "' is said to have " + size + " bytes of binary data, and "
                    + rest.remaining() + " are left in the body");
        }
        var data = rest.slice(rest.position(), (int) size);
        rest.position(rest.position() + (int) size);
        return data;
    }

    static InferenceException invalid(String message) {
        return new InvalidRequest(message).asException();
    }
}
