package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.TooLarge;
import dev.tieline.models.infer.InferenceError.UnsupportedContent;
import dev.tieline.models.infer.InferenceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
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
            return parser.parseFrom(plain(encoding, maxBytes));
        } catch (InvalidProtocolBufferException e) {
            throw malformed(e);
        }
    }

    /** The message as it was before it was compressed. @throws InferenceException if it cannot be had */
    ByteString plain(@Nullable String encoding, int maxBytes) {
        return UnsafeByteOperations.unsafeWrap(expanded(encoding, maxBytes));
    }

    /** The first so many bytes of what was compressed, or all of it, for those who do not need the rest. */
    CodedInputStream beginning(@Nullable String encoding, int maxBytes) {
        if (!compressed) {
            return CodedInputStream.newInstance(bytes);
        }
        try (var expanding = expanding(encoding)) {
            return CodedInputStream.newInstance(expanding.readNBytes(maxBytes));
        } catch (IOException e) {
            throw corrupt(encoding, e);
        }
    }

    static InferenceException malformed(IOException why) {
        return new InferenceException(
                new InvalidRequest("The message cannot be read: it is no protobuf message of its type."), why);
    }

    private byte[] expanded(@Nullable String encoding, int maxBytes) {
        if (!compressed) {
            return bytes;
        }
        try (var expanding = expanding(encoding)) {
            var plain = expanding.readNBytes(maxBytes);
            if (plain.length == maxBytes && expanding.read() >= 0) {
                throw new TooLarge("The message has more than " + maxBytes
                                + " bytes once it is not compressed any more, which is the limit.")
                        .asException();
            }
            return plain;
        } catch (IOException e) {
            throw corrupt(encoding, e);
        }
    }

    private InputStream expanding(@Nullable String encoding) throws IOException {
        var compressedBytes = new ByteArrayInputStream(bytes);
        return switch (encoding == null ? "identity" : encoding) {
            case "gzip" -> new GZIPInputStream(compressedBytes);
            case "deflate" -> new InflaterInputStream(compressedBytes);
            case "identity" ->
                throw new InvalidRequest("The message is said to be compressed, and grpc-encoding does not say how.")
                        .asException();
            default ->
                throw new UnsupportedContent("The grpc-encoding '" + encoding + "' is not supported. Maybe use one of "
                                + ENCODINGS + ".")
                        .asException();
        };
    }

    private static InferenceException corrupt(@Nullable String encoding, IOException why) {
        return new InferenceException(
                new InvalidRequest(
                        "The message cannot be expanded: it is not what the grpc-encoding '" + encoding + "' makes."),
                why);
    }
}
