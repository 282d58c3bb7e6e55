package dev.tieline.edge.endpoint.http;

import io.vertx.ext.web.RoutingContext;

/**
 * How long the head of a request may be. The server has limits of its own, which lie above these and are answered with a
 * bare status: it does not read on, and so does not know what was asked.
 */
final class HeadLimits {
    /** The longest path with its query, in characters. */
    static final int URI = 8 << 10;
    /** All names and values of headers, in characters. */
    static final int HEADERS = 16 << 10;

    private HeadLimits() {}

    /** Lets a request on, or refuses it. */
    static void check(RoutingContext context, Answers answers) {
        if (context.request().uri().length() > URI) {
            answers.error(
                    context,
                    HttpFailure.URI_TOO_LONG,
                    "The path of the request has " + context.request().uri().length() + " characters; the limit is "
                            + URI + ".");
            return;
        }
        int length = 0;
        for (var header : context.request().headers()) {
            length += header.getKey().length() + header.getValue().length();
        }
        if (length > HEADERS) {
            answers.error(
                    context,
                    HttpFailure.HEADERS_TOO_LARGE,
                    "The headers of the request have " + length + " characters; the limit is " + HEADERS + ".");
            return;
        }
        context.next();
    }
}
