package dev.tieline.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bytes packed as gzip (RFC 1952). */
final class Gzip {

    private Gzip() {}

    static byte[] pack(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail, and it did", e);
        }
        return packed.toByteArray();
    }

    /** Unpacks no more than so many bytes. @throws UnreadableAnswerException if there are more, or it is not gzip */
    static byte[] unpack(byte[] packed, int maxBytes) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            var bytes = gzip.readNBytes(maxBytes);
            if (bytes.length == maxBytes && gzip.read() >= 0) {
                throw new UnreadableAnswerException(
                        "the answer has more than " + maxBytes + " bytes when it is unpacked, which is the limit",
                        null);
            }
            return bytes;
        } catch (IOException e) {
            throw new UnreadableAnswerException("the answer says that it is gzip, and it is not: " + e.getMessage(), e);
        }
    }
}
