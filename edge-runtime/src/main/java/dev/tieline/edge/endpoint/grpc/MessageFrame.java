package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import dev.tieline.edge.endpoint.ContentCoding;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.UnsupportedContent;
import dev.tieline.models.infer.InferenceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One message as it came.
 *
 * @param compressed whether it is compressed, as {@code grpc-encoding} says
 * @param bytes the message, which nobody writes to any more
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MessageFrame(boolean compressed, byte[] bytes) {

    /** What {@code grpc-accept-encoding} says to callers. */
    static final String ENCODINGS = "identity,gzip,deflate";

    /**
     * Reads the message.
     *
     * @param encoding the value of {@code grpc-encoding}; null where there is none
     * @param maxBytes how long it may be once it is not compressed any more
     * @throws InferenceException if it cannot be read
     */
    <T> T parse(Parser<T> parser, @Nullable String encoding, int maxBytes) {
        try {
            return parser.parseFrom(plain(encoding, maxBytes, counted -> {}));
        } catch (InvalidProtocolBufferException e) {
            throw malformed(e);
        }
    }

    /**
     * The message as it was before it was compressed.
     *
     * @param hold takes memory for it if it is
     * @throws InferenceException if it cannot be had
     */
    ByteString plain(@Nullable String encoding, int maxBytes, LongConsumer hold) {
        return UnsafeByteOperations.unsafeWrap(expanded(encoding, maxBytes, hold).bytes);
    }

    /**
     * The first bytes of the message as it was before it was compressed, for those who do not need the rest: at most so
     * many, out of at most so many that came. What cannot be expanded ends where it went wrong.
     *
     * @throws InferenceException if the encoding is not known
     */
    CodedInputStream beginning(@Nullable String encoding, int maxBytes) {
        var came = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, maxBytes));
        return CodedInputStream.newInstance(compressed ? coding(encoding).beginning(came, maxBytes) : came);
    }

    /** The message as it was before it was compressed. As {@link #plain}. */
    MessageFrame expanded(@Nullable String encoding, int maxBytes, LongConsumer hold) {
        if (!compressed) {
            return this;
        }
        var expanded = coding(encoding).decode(ByteBuffer.wrap(bytes), maxBytes, hold);
        return new MessageFrame(false, expanded.array());
    }

    static InferenceException malformed(IOException why) {
        return new InferenceException(
                new InvalidRequest("The message cannot be read: it is no protobuf message of its type."), why);
    }

    private static ContentCoding coding(@Nullable String encoding) {
        return switch (encoding == null ? "identity" : encoding) {
            case "gzip" -> ContentCoding.GZIP;
            case "deflate" -> ContentCoding.DEFLATE;
            case "identity" ->
                throw new InvalidRequest("The message is said to be compressed, and grpc-encoding does not say how.")
                        .asException();
            default ->
                throw new UnsupportedContent("The grpc-encoding '" + encoding + "' is not supported. Maybe use one of "
                                + ENCODINGS + ".")
                        .asException();
        };
    }
}
