package dev.tieline.edge.endpoint.connection;

import io.vertx.core.http.HttpServerRequest;

/**
 * What may still come of one request over HTTP/1: how much of its body, by its own head.
 *
 * <p>The server says only of a request that is read when it has ended, and some are answered without being read. On the
 * event loop of its connection.
 */
final class Coming {
    /** What a body in chunks may have more than is read of it, in bytes: the chunks may be as short as they like. */
    private static final long OVERHEAD = 8;

    private static final long UNREAD = 4_096;

    private final HttpServerRequest request;
    private final boolean chunked;
    private long left;
    private long passed;

    Coming(HttpServerRequest request) {
        this.request = request;
        this.chunked = request.getHeader("Transfer-Encoding") != null;
        this.left = length(request);
    }

    /** Whether the next bytes are of its body. */
    boolean comes() {
        return !request.isEnded() && (chunked ? isRead() : left > 0);
    }

    /** Whether it is its reader who must go on first. */
    boolean waits() {
        return chunked && !request.isEnded() && !isRead();
    }

    /** Whether some of it was not read, or has not come. */
    boolean unread() {
        return !request.isEnded();
    }

    /** How many of the next bytes can be let through at once, and so many where it does not say. */
    int pieceBytes(int least) {
        return comes() && !chunked ? Math.clamp(left, least, Integer.MAX_VALUE) : least;
    }

    /** So many bytes were let through after its head. */
    void passed(int bytes) {
        left = Math.max(0, left - bytes);
        passed += bytes;
    }

    private boolean isRead() {
        return passed <= UNREAD + OVERHEAD * request.bytesRead();
    }

    private static long length(HttpServerRequest request) {
        var said = request.getHeader("Content-Length");
        try {
            return said == null ? 0 : Long.parseLong(said);
        } catch (NumberFormatException e) {
            return 0; // the server has refused it
        }
    }
}
