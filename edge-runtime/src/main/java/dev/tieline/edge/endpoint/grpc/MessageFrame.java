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
        return UnsafeByteOperations.unsafeWrap(expanded(encoding, maxBytes).bytes);
    }

    /**
     * The first bytes of the message as it was before it was compressed, for those who do not need the rest: at most so
     * many, out of at most so many that came. What cannot be expanded ends where it went wrong.
     *
     * @throws InferenceException if the encoding is not known
     */
    CodedInputStream beginning(@Nullable String encoding, int maxBytes) {
        int came = Math.min(bytes.length, maxBytes);
        if (!compressed) {
            return CodedInputStream.newInstance(bytes, 0, came);
        }
        var first = new byte[maxBytes];
        int read = 0;
        try (var expanding = expanding(encoding, came)) {
            for (int more = 0; more >= 0 && read < maxBytes; read += Math.max(0, more)) {
                more = expanding.read(first, read, maxBytes - read);
            }
        } catch (IOException e) {
            // whoever reads all of it is told
        }
        return CodedInputStream.newInstance(first, 0, read);
    }

    /** The message as it was before it was compressed. @throws InferenceException if it cannot be had */
    MessageFrame expanded(@Nullable String encoding, int maxBytes) {
        return compressed ? new MessageFrame(false, expand(encoding, maxBytes)) : this;
    }

    static InferenceException malformed(IOException why) {
        return new InferenceException(
                new InvalidRequest("The message cannot be read: it is no protobuf message of its type."), why);
    }

    private byte[] expand(@Nullable String encoding, int maxBytes) {
        try (var expanding = expanding(encoding, bytes.length)) {
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

    private InputStream expanding(@Nullable String encoding, int came) throws IOException {
        var compressedBytes = new ByteArrayInputStream(bytes, 0, came);
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
