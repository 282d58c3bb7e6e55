package dev.tieline.models.oip;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An encoded body, in parts so that no tensor is copied: the JSON, then the binary tensors in order.
 *
 * @param headerLength length of the JSON in bytes, the value of {@code Inference-Header-Content-Length}; null if the
 *     body is JSON only and the header must be left out
 * @param parts what to send, one after the other
 */
public record OipBody(@Nullable Integer headerLength, List<ByteBuffer> parts) {

    public OipBody {
        parts = parts.stream().map(ByteBuffer::asReadOnlyBuffer).toList();
    }

    /** Views of the parts, each with its own position and limit. */
    @Override
    public List<ByteBuffer> parts() {
        return parts.stream().map(ByteBuffer::duplicate).toList();
    }

    /** Length of the whole body in bytes. */
    public int size() {
        return parts.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
    }

    /** The whole body in one array. */
    public byte[] toByteArray() {
        var whole = ByteBuffer.allocate(size());
        parts().forEach(whole::put);
        return whole.array();
    }
}
