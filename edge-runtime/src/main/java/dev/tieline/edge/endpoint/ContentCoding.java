package dev.tieline.edge.endpoint;

import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.TooLarge;
import dev.tieline.models.infer.InferenceError.UnsupportedContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content codings that are read and written (RFC 9110, section 8.4.1): {@code gzip}, and {@code deflate}, which is
 * the zlib form.
 *
 * <p>It is done here and not in the server's pipeline, so that it takes the time of the request's thread and not of the
 * event loop, and so that a body that is damaged, or grows beyond the limit, gets an answer that says so.
 */
public enum ContentCoding {
    IDENTITY("identity") {
        @Override
        InputStream decoded(InputStream body) {
            return body;
        }

        @Override
        OutputStream encoded(OutputStream body) {
            return body;
        }
    },
    GZIP("gzip") {
        @Override
        InputStream decoded(InputStream body) throws IOException {
            return new GZIPInputStream(body, BUFFER);
        }

        @Override
        OutputStream encoded(OutputStream body) throws IOException {
            return new FastGzip(body);
        }
    },
    DEFLATE("deflate") {
        @Override
        InputStream decoded(InputStream body) {
            return new InflaterInputStream(body);
        }

        @Override
        OutputStream encoded(OutputStream body) {
            return new FastDeflate(body);
        }
    };

    /** The value of {@code Accept-Encoding} that tells of them. */
    public static final String READ = "gzip, deflate";

    private static final int BUFFER = 8_192;

    private final String word;

    ContentCoding(String word) {
        this.word = word;
    }

    /** Its name in headers. */
    public String word() {
        return word;
    }

    abstract InputStream decoded(InputStream body) throws IOException;

    abstract OutputStream encoded(OutputStream body) throws IOException;

    /**
     * The coding that a value of {@code Content-Encoding} names.
     *
     * @throws dev.tieline.models.infer.InferenceException with UnsupportedContent if it is not read here
     */
    public static ContentCoding named(@Nullable String header) {
        return switch (header == null ? "identity" : header.strip().toLowerCase(Locale.ROOT)) {
            case "identity", "" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default ->
                throw new UnsupportedContent("The content encoding '" + header
                                + "' is not supported. Maybe use one of: " + READ + ".")
                        .asException();
        };
    }

    /** The coding that a client takes best, by the values of {@code Accept-Encoding}; of two as good, gzip. */
    public static ContentCoding accepted(List<String> headers) {
        double gzip = -1;
        double deflate = -1;
        double other = 0;
        for (var item : String.join(",", headers).toLowerCase(Locale.ROOT).split(",", -1)) {
            var parts = item.split(";", 2);
            double quality = parts.length == 1 ? 1 : quality(parts[1]);
            switch (parts[0].strip()) {
                case "gzip", "x-gzip" -> gzip = quality;
                case "deflate" -> deflate = quality;
                case "*" -> other = quality;
                default -> {}
            }
        }
        gzip = gzip < 0 ? other : gzip;
        deflate = deflate < 0 ? other : deflate;
        if (gzip > 0 && gzip >= deflate) {
            return GZIP;
        }
        return deflate > 0 ? DEFLATE : IDENTITY;
    }

    /**
     * The bytes that a body stands for.
     *
     * @param hold takes memory for them before they are there
     * @throws dev.tieline.models.infer.InferenceException with TooLarge if there are more bytes than the limit, or with
     *     InvalidRequest if it is not in this coding
     */
    public ByteBuffer decode(ByteBuffer body, int limit, LongConsumer hold) {
        if (this == IDENTITY || !body.hasRemaining()) {
            return body;
        }
        try {
            int length = length(body, limit);
            hold.accept(length);
            var bytes = new byte[length];
            try (var decoded = decoded(stream(body))) {
                return ByteBuffer.wrap(bytes, 0, decoded.readNBytes(bytes, 0, bytes.length));
            }
        } catch (IOException e) {
            throw new InvalidRequest("The body is not what its content encoding '" + word
                            + "' says. Maybe it was cut short, or was not compressed.")
                    .asException();
        }
    }

    /** The first bytes that a body stands for, at most so many, as far as they can be had. */
    public ByteBuffer beginning(ByteBuffer body, int most) {
        var first = new byte[most];
        int read = 0;
        try (var decoded = decoded(stream(body))) {
            for (int more = 0; more >= 0 && read < most; read += Math.max(0, more)) {
                more = decoded.read(first, read, most - read);
            }
        } catch (IOException e) {
            // whoever decodes all of it is told
        }
        return ByteBuffer.wrap(first, 0, read);
    }

    /** The body in this coding; nothing if that saves no byte. */
    public Optional<byte[]> encode(byte[] body) {
        var target = new ByteArrayOutputStream(body.length / 2);
        try (var encoded = encoded(target)) {
            encoded.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail, and it did", e);
        }
        return Optional.of(target.toByteArray()).filter(bytes -> bytes.length < body.length);
    }

    /** How many bytes the body stands for. They are counted first, so that a bomb takes no memory at all. */
    private int length(ByteBuffer body, int limit) throws IOException {
        var scratch = new byte[BUFFER];
        long length = 0;
        try (var decoded = decoded(stream(body))) {
            for (int read = 0; read >= 0; read = decoded.read(scratch)) {
                length += read;
                if (length > limit) {
                    throw new TooLarge(
                                    "The body is larger than the limit of " + limit + " bytes once it is decompressed.")
                            .asException();
                }
            }
        }
        return (int) length;
    }

    private static InputStream stream(ByteBuffer body) {
        return new ByteArrayInputStream(body.array(), body.arrayOffset() + body.position(), body.remaining());
    }

    /** What cannot be read as a quality is not wanted. */
    private static double quality(String parameter) {
        var text = parameter.strip();
        try {
            return text.startsWith("q=") ? Double.parseDouble(text.substring(2).strip()) : 1;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Fast before small: a node has more of the network than of the processor. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream target) throws IOException {
            super(target, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static final class FastDeflate extends DeflaterOutputStream {
        FastDeflate(OutputStream target) {
            super(target, new Deflater(Deflater.BEST_SPEED), BUFFER);
        }

        @Override
        public void close() throws IOException {
            super.close();
            def.end(); // not the library's own, so that it would not do it
        }
    }
}
