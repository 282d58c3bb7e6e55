package dev.tieline.edge.endpoint.connection;

import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What is written to one request's stream, until it has left. A caller that takes nothing for too long is given up: what
 * it does not read would stay in memory, and keep its place in the node, for as long as it likes.
 *
 * <p>On the event loop of the connection.
 */
public final class Outflow {
    private static final Logger LOG = Logger.getLogger(Outflow.class);
    /** What says in HTTP/2 that nobody waits for the stream any more. */
    private static final long CANCEL = 8;

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Duration time;
    private final Runnable givenUp;
    private int leaving;
    private long timer = NO_TIMER;

    /**
     * Nothing is written yet.
     *
     * @param time how long what was written may take to leave; at least 1 ms
     * @param givenUp is called before the stream is cut off
     */
    public Outflow(Vertx vertx, HttpServerRequest request, Duration time, Runnable givenUp) {
        this.vertx = vertx;
        this.request = request;
        this.time = time;
        this.givenUp = givenUp;
    }

    /** Writes. @return when it has left, or never will; {@link #leaving} does not count it any more by then */
    public Future<Void> watch(Supplier<Future<Void>> writing) {
        leaving++; // before it is written, which may end the exchange
        if (timer == NO_TIMER) {
            timer = after(this::giveUp);
        }
        Future<Void> written;
        try {
            written = writing.get();
        } catch (IllegalStateException e) {
            written = Future.failedFuture(e); // the stream has ended
        }
        return written.onComplete(this::left);
    }

    /** Whether something that was written has not left. */
    public boolean leaving() {
        return leaving > 0;
    }

    private void left(AsyncResult<Void> written) {
        leaving--;
        vertx.cancelTimer(timer);
        timer = leaving == 0 ? NO_TIMER : after(written.failed() ? this::cutOff : this::giveUp);
    }

    /** Gives its caller up, if something of what was written has not left; so it does by itself after a time. */
    public void giveUp() {
        if (leaving == 0) {
            return;
        }
        LOG.debug("A caller took nothing for too long");
        vertx.cancelTimer(timer);
        givenUp.run();
        timer = after(this::cutOff);
        reset();
    }

    /** Vert.x resets no stream whose end was written, though it has not left; the layer below does. HTTP/1 has no streams. */
    private void reset() {
        if (request.connection() instanceof ConnectionBase connection
                && connection.channelHandlerContext().handler() instanceof Http2ConnectionHandler http2) {
            var context = connection.channelHandlerContext();
            var unused = http2.resetStream(context, request.streamId(), CANCEL, context.newPromise());
            context.flush();
        } else {
            cutOff();
        }
    }

    /** Not even the end of the stream has left: the connection takes nothing at all. */
    private void cutOff() {
        if (request.connection() instanceof ConnectionBase connection) {
            var unused = connection.channelHandlerContext().close();
        }
    }

    private long after(Runnable step) {
        return vertx.setTimer(Math.max(1, time.toMillis()), elapsed -> step.run());
    }
}
