package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.models.infer.InferenceError;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Takes the bodies of requests: bounded in size and time, of any type, and in every {@link ContentCoding}.
 *
 * <p>{@link #begin} comes first, then what {@link #collect} adds, then the handler that calls {@link #complete}.
 */
final class RequestBody {
    private static final Logger LOG = Logger.getLogger(RequestBody.class);
    private static final String TIMER = "tieline.body-timer";

    private final Answers answers;
    private final int limit;
    private final Duration time;

    /**
     * Makes it.
     *
     * @param limit the longest body in bytes, as it comes and as it is once it is decompressed
     * @param time how long after its head a body may take to be complete; at least 1 ms
     */
    RequestBody(Answers answers, int limit, Duration time) {
        this.answers = answers;
        this.limit = limit;
        this.time = time;
    }

    /** When the head of a request is there and its body may still be on the way. */
    void begin(RoutingContext context) {
        answers.guarded(context, () -> {
            var unused = ContentCoding.named(context.request().getHeader("Content-Encoding"));
            long timer = context.vertx().setTimer(time.toMillis(), elapsed -> tooSlow(context));
            context.put(TIMER, timer);
            context.addEndHandler(end -> context.vertx().cancelTimer(timer));
            // The type would have the next handler take the body apart as a form: curl -d calls everything one.
            context.request().headers().remove("Content-Type");
            context.next();
        });
    }

    /** Adds the handler that collects the bytes. */
    Route collect(Route route) {
        return route.handler(BodyHandler.create(false).setBodyLimit(limit)).failureHandler(this::failed);
    }

    /** When all bytes are there: whether the request is still to be answered. */
    boolean complete(RoutingContext context) {
        context.vertx().cancelTimer(Objects.requireNonNull(context.<Long>get(TIMER)));
        return !context.response().ended();
    }

    /** How many bytes came. */
    int size(RoutingContext context) {
        return Math.max(0, context.body().length());
    }

    /**
     * The body as its sender meant it, which may take time.
     *
     * @throws dev.tieline.models.infer.InferenceException if it is damaged or too large
     */
    ByteBuffer bytes(RoutingContext context) {
        var buffer = context.body().buffer();
        var coding = ContentCoding.named(context.request().getHeader("Content-Encoding"));
        return buffer == null ? ByteBuffer.allocate(0) : coding.decode(buffer.getBytes(), limit);
    }

    /** What still comes on the connection would be the rest of the body, so that HTTP/1 ends with it. */
    private void tooSlow(RoutingContext context) {
        boolean streams = context.request().version() == HttpVersion.HTTP_2;
        if (!streams) {
            context.response().putHeader("Connection", "close");
        }
        context.request().handler(late -> {}); // what still comes is not kept
        var sent = answers.error(
                context,
                HttpFailure.BODY_TOO_SLOW,
                "The body of the request was not complete " + time.toMillis() + " ms after its head.");
        if (streams) {
            sent.onComplete(done -> context.response().reset(0));
        } else {
            var unused = context.request().connection().close();
        }
    }

    private void failed(RoutingContext context) {
        if (context.statusCode() == 413) {
            answers.error(
                    context, new InferenceError.TooLarge("The body is larger than the limit of " + limit + " bytes."));
        } else if (context.failure() instanceof HttpClosedException
                || context.failure() instanceof StreamResetException
                || context.response().closed()) {
            LOG.debugf("A caller went before its request was there: %s", context.failure());
        } else if (context.statusCode() == 417) {
            answers.error(context, HttpFailure.EXPECTATION, "What the header Expect asks for cannot be had.");
        } else {
            answers.error(context, FrontDoor.unexpected(context.failure()));
        }
    }
}
