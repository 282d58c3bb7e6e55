package dev.tieline.client;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What came back over HTTP, whole.
 *
 * @param body its bytes, without the content encoding
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reply(int status, HttpHeaders headers, byte[] body) {

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The header {@code Retry-After} in whole seconds; one that is a date, which no node sends, counts as absent. */
    Optional<Duration> retryAfter() {
        return header("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    /** This reply. @throws RefusedException if it is an error @throws UnreadableAnswerException if it is a redirect or the like */
    Reply needSuccess() {
        if (status >= 400) {
            throw new RefusedException(ErrorBody.of(this));
        }
        if (status / 100 != 2) {
            throw new UnreadableAnswerException("the answer is HTTP " + status + ", which no node gives", null);
        }
        return this;
    }

    /** The same without its content encoding. */
    Reply decoded(int maxBytes) {
        var encoding = header("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity" -> this;
            case "gzip" -> new Reply(status, headers, Gzip.unpack(body, maxBytes));
            default ->
                throw new UnreadableAnswerException(
                        "the answer has the content encoding '" + encoding + "', which was not asked for", null);
        };
    }
}
