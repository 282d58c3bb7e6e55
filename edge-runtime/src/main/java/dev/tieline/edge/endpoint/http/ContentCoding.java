package dev.tieline.edge.endpoint.http;

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
enum ContentCoding {
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
    static final String READ = "gzip, deflate";

    private static final int BUFFER = 8_192;

    private final String word;

    ContentCoding(String word) {
        this.word = word;
    }

    /** Its name in headers. */
    String word() {
        return word;
    }

    abstract InputStream decoded(InputStream body) throws IOException;

    abstract OutputStream encoded(OutputStream body) throws IOException;

    /**
     * The coding that a value of {@code Content-Encoding} names.
     *
     * @throws dev.tieline.models.infer.InferenceException with UnsupportedContent if it is not read here
     */
    static ContentCoding named(@Nullable String header) {
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
    static ContentCoding accepted(List<String> headers) {
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
     * The bytes that a body stands for. No more than the limit is ever made of it.
     *
     * @throws dev.tieline.models.infer.InferenceException with TooLarge if there are more bytes than the limit, or with
     *     InvalidRequest if it is not in this coding
     */
    ByteBuffer decode(byte[] body, int limit) {
        if (this == IDENTITY || body.length == 0) {
            return ByteBuffer.wrap(body);
        }
        try (var decoded = decoded(new ByteArrayInputStream(body))) {
            var bytes = decoded.readNBytes(limit);
            if (decoded.read() >= 0) {
                throw new TooLarge("The body is larger than the limit of " + limit + " bytes once it is decompressed.")
                        .asException();
            }
            return ByteBuffer.wrap(bytes);
        } catch (IOException e) {
            throw new InvalidRequest("The body is not what its content encoding '" + word
                            + "' says. Maybe it was cut short, or was not compressed.")
                    .asException();
        }
    }

    /** The body in this coding; nothing if that saves no byte. */
    Optional<byte[]> encode(byte[] body) {
        var target = new ByteArrayOutputStream(body.length / 2);
        try (var encoded = encoded(target)) {
            encoded.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail, and it did", e);
        }
        return Optional.of(target.toByteArray()).filter(bytes -> bytes.length < body.length);
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
