package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.endpoint.ContentCoding;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.edge.endpoint.connection.RequestEnd;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bodies of requests: bounded in size and time, of any type, and in every {@link ContentCoding}. Nothing of
 * their length is believed: memory grows with the bytes that have come, and counts for the visit where there is one.
 */
final class RequestBody {
    private static final Logger LOG = Logger.getLogger(RequestBody.class);
    private static final String KEY = "tieline.body";
    private static final String CONTINUE = "100-continue";
    private static final int FIRST_ALLOCATION = 16 << 10;

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

    /** As {@link #take}, of a request that must have a place: from now on, until its answer has left. */
    void takeWithin(Optional<Visit> visit, Supplier<InferenceError> full, RoutingContext context) {
        if (visit.isEmpty()) {
            answers.error(context, full.get());
            return;
        }
        Exchange.of(context, visit.get());
        if (!visit.get().gone()) {
            take(context);
        }
    }

    /** When the head of a request is there and its body may still be on the way. Goes on with the route once it is complete. */
    void take(RoutingContext context) {
        answers.guarded(context, () -> {
            var request = context.request();
            var unused = coding(context);
            var expected = request.getHeader("Expect");
            if (expected != null && !expected.equalsIgnoreCase(CONTINUE)) {
                answers.error(context, HttpFailure.EXPECTATION, "What the header Expect asks for cannot be had.");
                return;
            }
            long length = length(request.getHeader("Content-Length"));
            checkLength(length);
            if (expected != null) {
                context.response().writeContinue();
            }
            new Arrival(context, length).begin();
        });
    }

    /**
     * The body as its sender meant it, which may take time. It is given once: whoever has it lets go of it.
     *
     * @param hold takes memory for it where it has to be decompressed
     * @throws InferenceException if it is damaged or too large
     */
    ByteBuffer bytes(RoutingContext context, LongConsumer hold) {
        var body = context.<@Nullable ByteBuffer>remove(KEY);
        var coding = coding(context);
        return body == null ? ByteBuffer.allocate(0) : coding.decode(body, limit, hold);
    }

    private static ContentCoding coding(RoutingContext context) {
        return ContentCoding.named(Single.header(context.request().headers(), "Content-Encoding"));
    }

    private void checkLength(long length) {
        if (length > limit) {
            throw new InferenceError.TooLarge("The body is larger than the limit of " + limit + " bytes.")
                    .asException();
        }
    }

    /** What the head says of it, as far as it can be believed: at most the limit and one; -1 if it says nothing. */
    private long length(@Nullable String header) {
        try {
            return header == null ? -1 : Math.min(Long.parseLong(header), limit + 1L);
        } catch (NumberFormatException e) {
            return -1; // the server refuses what is no number; what has more digits than a long is counted as it comes
        }
    }

    /** A body on its way. On the event loop of its connection. */
    private final class Arrival {
        private final RoutingContext context;
        private final Context loop;
        private final Optional<Exchange> exchange;
        private final int most;
        private byte[] bytes;
        private int size;
        private boolean over;

        Arrival(RoutingContext context, long length) {
            this.context = context;
            this.loop = context.vertx().getOrCreateContext();
            this.exchange = Exchange.find(context);
            this.most = length < 0 ? limit : (int) length;
            this.bytes = new byte[0];
        }

        void begin() {
            long timer = context.vertx()
                    .setTimer(
                            time.toMillis(),
                            elapsed -> tooSlow("was not complete " + time.toMillis() + " ms after its head."));
            RequestEnd.of(context).then(answered -> {
                context.vertx().cancelTimer(timer);
                drop();
            });
            exchange.ifPresent(brought -> brought.visit()
                    .arriving(() -> loop.runOnContext(now -> tooSlow("was slow, and others needed its room."))));
            context.request()
                    .handler(this::came)
                    .endHandler(end -> complete(timer))
                    .exceptionHandler(gone -> {
                        LOG.debugf("A caller went before its request was there: %s", gone);
                        drop();
                    });
        }

        private void came(Buffer chunk) {
            if (over) {
                return; // what still comes is not kept
            }
            try {
                add(chunk);
            } catch (InferenceException e) {
                drop();
                answers.error(context, e.error());
            }
        }

        private void add(Buffer chunk) {
            int needed = size + chunk.length();
            checkLength(needed);
            if (needed > bytes.length) {
                int capacity = Math.max(needed, (int) Math.min(most, Math.max(FIRST_ALLOCATION, 2L * bytes.length)));
                int more = capacity - bytes.length;
                exchange.ifPresent(brought -> brought.visit().hold(more));
                bytes = Arrays.copyOf(bytes, capacity);
            }
            chunk.getBytes(bytes, size);
            size = needed;
        }

        private void complete(long timer) {
            if (over) {
                return; // it was answered
            }
            if (exchange.isPresent() && !exchange.get().visit().arrived()) {
                return; // it is told so in a moment
            }
            context.vertx().cancelTimer(timer);
            context.put(KEY, ByteBuffer.wrap(bytes, 0, size));
            drop();
            context.next();
        }

        private void drop() {
            over = true;
            bytes = new byte[0];
        }

        /** What still comes on the connection would be the rest of the body, so that HTTP/1 ends with it. */
        private void tooSlow(String why) {
            if (over) {
                return;
            }
            drop();
            boolean streams = context.request().version() == HttpVersion.HTTP_2;
            if (!streams) {
                context.response().putHeader("Connection", "close");
            }
            var sent = answers.error(context, HttpFailure.BODY_TOO_SLOW, "The body of the request " + why);
            if (streams) {
                sent.onComplete(done -> context.response().reset(0));
            } else {
                var unused = context.request().connection().close();
            }
        }
    }
}
