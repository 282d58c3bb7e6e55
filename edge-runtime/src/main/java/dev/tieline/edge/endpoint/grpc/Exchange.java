package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.GrpcCode;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.edge.endpoint.connection.Outflow;
import dev.tieline.edge.endpoint.connection.RequestEnd;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceError.DeadlineExceeded;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceException;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One call over gRPC, from its metadata to its status. On the event loop of its connection, which {@link #run} leads to.
 */
final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);
    /** What says in HTTP/2 that a stream ends early and nothing is wrong. */
    private static final long NO_ERROR = 0;

    private static final long NO_TIMER = -1;

    private final RoutingContext routing;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context loop;
    private final Limits limits;
    private final boolean single;
    private final Outflow outflow;
    private final List<Runnable> whenOver = new ArrayList<>();
    private MessageFrames frames;
    private final @Nullable Duration timeout;
    private @Nullable Inbox inbox;
    private @Nullable Visit aside;
    private boolean begun;
    private int counted;
    private boolean allCame;
    private boolean allTold;
    private boolean closed;
    private boolean over;
    private boolean working;
    private long timer = NO_TIMER;
    private long planned = NO_TIMER;
    private long deadline = NO_TIMER;

    /**
     * What a call may take.
     *
     * @param maxBytes the longest message
     * @param messageTime how long a message may take to come, for a call with one message from the call's beginning; and
     *     how long what was written may take to leave
     * @param aside makes a visit that holds the memory of a call's messages, where its inbox does not; throws what its
     *     caller is told if there is no room for one
     */
    record Limits(int maxBytes, Duration messageTime, Supplier<Optional<Visit>> aside) {
        /** Where the inbox holds the memory of its messages, or there are few calls. */
        Limits(int maxBytes, Duration messageTime) {
            this(maxBytes, messageTime, Optional::empty);
        }
    }

    /** @param single whether its caller sends one message and then no other */
    private Exchange(RoutingContext routing, Limits limits, boolean single) {
        this.routing = routing;
        this.request = routing.request();
        this.response = request.response();
        this.loop = routing.vertx().getOrCreateContext();
        this.limits = limits;
        this.single = single;
        this.outflow = new Outflow(routing.vertx(), request, limits.messageTime, this::shut);
        this.frames = new MessageFrames(limits.maxBytes);
        this.timeout = CallTimeout.read(request.headers());
    }

    /** Begins the exchange: hands its messages to an inbox that is made for it. */
    static void open(RoutingContext routing, Limits limits, boolean single, Function<Exchange, Inbox> inboxes) {
        Exchange exchange;
        try {
            exchange = new Exchange(routing, limits, single);
        } catch (InferenceException e) {
            Trailers.of(e.error()).end(routing.response());
            return;
        }
        exchange.begin(inboxes);
    }

    private void begin(Function<Exchange, Inbox> inboxes) {
        RequestEnd.of(routing).then(answered -> over(answered && closed));
        if (over) {
            return; // its caller went before it began
        }
        request.handler(chunk -> {
            if (!closed) { // what comes after the end is not kept
                frames.feed(chunk.getBytes());
                pump();
            }
        });
        request.endHandler(end -> {
            allCame = true;
            pump();
        });
        request.exceptionHandler(gone -> LOG.debugf("A caller went: %s", gone));
        guarded(() -> {
            aside = limits.aside.get().orElse(null);
            arriving();
            inbox = inboxes.apply(this);
        });
        pump();
    }

    /** Work begins that nothing stops: the place lasts until it is {@link #worked done} too, though the caller may go. */
    void works() {
        working = true;
    }

    /** The work is done, whose end is not written yet. */
    void worked() {
        working = false;
        leave();
    }

    MultiMap metadata() {
        return request.headers();
    }

    /** How long the caller waits for the whole exchange, from its beginning; null if it does not say. */
    @Nullable Duration timeout() {
        return timeout;
    }

    /** The value of {@code grpc-encoding}. */
    @Nullable String encoding() {
        return request.getHeader("grpc-encoding");
    }

    int maxBytes() {
        return limits.maxBytes;
    }

    /** Whether its status was sent or its caller has gone. */
    boolean isClosed() {
        return closed;
    }

    /** Reads a message. @throws InferenceException if it is none of that type */
    <T> T parse(Parser<T> parser, MessageFrame frame) {
        return frame.parse(parser, encoding(), limits.maxBytes);
    }

    /** Does something on the event loop, from any thread. What it throws ends the exchange. */
    void run(Runnable step) {
        loop.runOnContext(now -> guarded(step));
    }

    /** Does something after some time, unless the exchange is over by then. One thing at a time. */
    void later(Duration delay, Runnable step) {
        planned = routing.vertx().setTimer(Math.max(1, delay.toMillis()), now -> {
            planned = NO_TIMER;
            if (!closed) {
                guarded(step);
            }
        });
    }

    /** Ends the exchange when its caller does not wait any longer, if that was said. */
    void endAtTimeout() {
        if (timeout != null) {
            deadline = after(
                    timeout,
                    () -> fail(new DeadlineExceeded(
                            "The deadline of the stream passed, " + timeout.toMillis() + " ms after its beginning.")));
        }
    }

    /** Does something when the exchange is over, after its inbox was told; at once if it is. */
    void whenOver(Runnable step) {
        if (over) {
            step.run();
        } else {
            whenOver.add(step);
        }
    }

    /** Sends a message, more of which may follow. @return when it has left, which it must within the time of a message */
    Future<Void> send(byte[] message) {
        if (closed) {
            return Future.failedFuture("the exchange is over");
        }
        Trailers.head(response);
        return watched(() -> response.write(framed(message)));
    }

    /** Sends the only message and the status that all is well. */
    void answer(MessageLite message) {
        answer(message.toByteArray());
    }

    /** Sends the only message and the status that all is well. */
    void answer(byte[] message) {
        if (!closed) {
            shut();
            Trailers.head(response);
            var unused = watched(() -> Trailers.OK.end(response, framed(message)));
        }
    }

    /** Ends with a status. */
    void close(Trailers status) {
        if (!closed) {
            shut();
            watched(() -> status.end(response)).onComplete(sent -> {
                if (!allCame) {
                    response.reset(NO_ERROR); // what still comes is not read
                }
            });
        }
    }

    /** A message that was slow has lost its place: ends the exchange. From any thread. */
    void displaced() {
        run(() -> close(Trailers.SLOW));
    }

    /** Its caller takes what was written too slowly: ends the exchange, unless all of it has left. From any thread. */
    void giveUp() {
        loop.runOnContext(now -> outflow.giveUp());
    }

    /** Takes nothing any more, and keeps nothing of what it has taken. */
    private void shut() {
        closed = true;
        cancelTimer();
        frames = new MessageFrames(limits.maxBytes);
    }

    /** Writes what must leave within its time; what leaves last ends an exchange that is closed. */
    private Future<Void> watched(Supplier<Future<Void>> writing) {
        return outflow.watch(writing).onComplete(written -> {
            if (closed && !outflow.leaving()) {
                over(written.succeeded());
            }
        });
    }

    void fail(InferenceError error) {
        close(Trailers.of(error));
    }

    void fail(GrpcCode code, String message) {
        close(Trailers.of(code, message));
    }

    /** Hands on the messages that are there, as long as they are wanted. */
    void pump() {
        if (inbox != null && !closed) {
            guarded(this::handOn);
        }
    }

    private void handOn() {
        var taking = Objects.requireNonNull(inbox);
        while (!closed && taking.wants() && frames.pending()) {
            if (!begun) {
                begun = true;
                counted = 0;
                if (!single) {
                    arriving(); // each message of a talk by itself
                }
                keepIf(taking.begun());
            }
            var frame = frames.next();
            boolean worth =
                    grown(taking, frame.map(whole -> whole.bytes().length).orElse(frames.bytes()));
            if (frame.isEmpty()) {
                keepIf(worth);
                break;
            }
            begun = false;
            if (!single) {
                arrived();
                cancelTimer(); // the next message has a time of its own
            }
            taking.message(frame.get());
            if (!single && aside != null) {
                aside.holdOnly(0); // it was answered
            }
        }
        if (closed) {
            return;
        }
        if (allCame && !allTold && taking.wants()) {
            end(taking);
        }
        watchTime();
        if (allCame) {
            return; // there is nothing to hold back
        }
        if (taking.wants()) {
            request.resume();
        } else {
            request.pause();
        }
    }

    private void arriving() {
        if (aside != null) {
            aside.arriving(this::displaced);
        }
    }

    private void arrived() {
        if (aside != null) {
            var unused = aside.arrived(); // if it has lost its place, it is told so in a moment
        }
    }

    private boolean grown(Inbox taking, int bytes) {
        int more = bytes - counted;
        counted = bytes;
        if (aside != null) {
            aside.holdOnly(bytes);
        }
        return more <= 0 || taking.grows(more);
    }

    private void keepIf(boolean worth) {
        if (!worth) {
            frames.discard();
        }
    }

    private void end(Inbox taking) {
        if (frames.pending()) {
            throw new InvalidRequest("The call ends inside a message.").asException();
        }
        allTold = true;
        arrived(); // a caller that could still say something is waited for
        taking.ended();
    }

    /** A message that has begun is owed, and so is the one of a call that has only one. */
    private void watchTime() {
        boolean owed = !closed && (single ? !allCame : frames.inside());
        if (!owed) {
            cancelTimer();
        } else if (timer == NO_TIMER) {
            timer = after(limits.messageTime, () -> close(Trailers.late(limits.messageTime)));
        }
    }

    private long after(Duration delay, Runnable step) {
        return routing.vertx().setTimer(Math.max(1, delay.toMillis()), elapsed -> step.run());
    }

    private void cancelTimer() {
        timer = cancelled(timer);
    }

    /** Cancels a timer, if there is one. @return that there is none */
    private long cancelled(long running) {
        if (running != NO_TIMER) {
            routing.vertx().cancelTimer(running);
        }
        return NO_TIMER;
    }

    private void over(boolean answered) {
        if (over || (answered && outflow.leaving())) {
            return; // what leaves last ends it
        }
        over = true;
        shut();
        planned = cancelled(planned);
        deadline = cancelled(deadline);
        leave();
        if (inbox != null) {
            inbox.over(answered);
            inbox = null;
        }
        whenOver.forEach(Runnable::run);
        whenOver.clear();
    }

    private void leave() {
        if (over && !working && aside != null) {
            aside.answered();
            aside = null;
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (InferenceException e) {
            fail(e.error());
        } catch (RuntimeException | Error e) {
            fail(FrontDoor.unexpected(e));
        }
    }

    /** A view of the message behind its head, which Vert.x has no other way to make without a copy. */
    @SuppressWarnings("deprecation")
    private static Buffer framed(byte[] message) {
        var head = ByteBuffer.allocate(5).put((byte) 0).putInt(message.length).array();
        return Buffer.buffer(Unpooled.wrappedBuffer(head, message));
    }
}
