package dev.tieline.bench.overload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one answer after the other from a connection (HTTP/1.1, RFC 9112): the head is taken apart, the body only
 * counted. Understands what a node sends: every answer has a {@code Content-Length}.
 */
final class ResponseReader {
    private static final int MAX_HEAD = 8_192;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 [0-9]{3}( .*)?");
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,8}");

    private final byte[] head = new byte[MAX_HEAD];
    private int filled;
    private int body = -1;
    private Head current = new Head(0, 0, false);

    /**
     * The head of an answer, as far as it matters here.
     *
     * @param status the status code
     * @param length bytes of the body
     * @param retryAfter whether it names a number of seconds, at least 1, after which to try again
     */
    record Head(int status, int length, boolean retryAfter) {

        /** Takes apart the text up to and with the empty line. @throws MalformedAnswer if it is no head with a length */
        static Head parse(String text) {
            int line = text.indexOf("\r\n");
            if (!STATUS.matcher(text.substring(0, line)).matches()) {
                throw new MalformedAnswer("an answer begins with '" + text.substring(0, line) + "'");
            }
            int length = -1;
            var retryAfter = false;
            for (int next = line + 2; next < text.length() - 2; next = line + 2) {
                line = text.indexOf("\r\n", next);
                int colon = text.indexOf(':', next);
                if (colon < 0 || colon > line) {
                    throw new MalformedAnswer("an answer has the header line '" + text.substring(next, line) + "'");
                }
                var value = text.substring(colon + 1, line).strip();
                switch (text.substring(next, colon).toLowerCase(Locale.ROOT)) {
                    case "content-length" -> length = length(value);
                    case "retry-after" -> retryAfter = SECONDS.matcher(value).matches();
                    default -> {}
                }
            }
            if (length < 0) {
                throw new MalformedAnswer("an answer has no Content-Length");
            }
            return new Head(Integer.parseInt(text.substring(9, 12)), length, retryAfter);
        }

        private static int length(String value) {
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException e) {
                throw new MalformedAnswer("an answer has the Content-Length '" + value + "'");
            }
        }
    }

    /** An answer that cannot be read; the message says why. */
    static final class MalformedAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;

        MalformedAnswer(String message) {
            super(message);
        }
    }

    /**
     * Takes bytes that came. What follows the end of an answer is left in the buffer.
     *
     * @return the head of the answer that ends with them; nothing if more must come
     * @throws MalformedAnswer if they are not those of an answer
     */
    Optional<Head> read(ByteBuffer bytes) {
        while (body < 0) {
            if (!bytes.hasRemaining()) {
                return Optional.empty();
            }
            if (filled == MAX_HEAD) {
                throw new MalformedAnswer("the head of an answer is longer than " + MAX_HEAD + " bytes");
            }
            head[filled++] = bytes.get();
            if (headEnds()) {
                current = Head.parse(new String(head, 0, filled, StandardCharsets.ISO_8859_1));
                body = current.length();
                filled = 0;
            }
        }
        int skipped = Math.min(body, bytes.remaining());
        bytes.position(bytes.position() + skipped);
        body -= skipped;
        if (body > 0) {
            return Optional.empty();
        }
        body = -1;
        return Optional.of(current);
    }

    private boolean headEnds() {
        return filled >= 4
                && head[filled - 1] == '\n'
                && head[filled - 2] == '\r'
                && head[filled - 3] == '\n'
                && head[filled - 4] == '\r';
    }
}
