package dev.tieline.edge.endpoint.http;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a caller would like, by {@code Prefer} (RFC 7240). What is not known is read over, as it says. */
final class Preferences {
    /** The caller would rather fetch the answer later than wait for it. */
    static final String RESPOND_ASYNC = "respond-async";

    private Preferences() {}

    /** Whether one of the values of {@code Prefer} says {@value #RESPOND_ASYNC}. */
    static boolean respondAsync(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .map(preference -> preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .anyMatch(RESPOND_ASYNC::equals);
    }
}
