package dev.tieline.edge.endpoint.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands before one connection, on its event loop.
 *
 * <p>Over HTTP/1 it lets the bytes of one request through at a time: those of the next stay as they are until the answer
 * of the last has left. The server would take them all apart, which costs many times their
 * length, and answer them all into memory. The pieces are small, so that little of the next request gets through with the
 * end of one. HTTP/2 has windows for all that, and passes.
 */
final class Gate extends ChannelDuplexHandler {
    /** How much may get through with the end of a request, in bytes. */
    static final int PIECE = 512;

    /** How soon it is looked whether a body is read again that was not. */
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final ConnectionGuard guard;
    private final Held held = new Held();
    private final HeadEnd headEnd = new HeadEnd();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Delivery delivery;
    private @Nullable Coming last;
    private @Nullable Linger linger;
    private int serving;
    private int requests;
    private boolean awaited;
    private int begunBytes;
    private int told;
    private boolean streams;
    private boolean passing;
    private boolean slowed;
    private boolean looking;
    private volatile boolean leaving;

    Gate(ConnectionGuard guard) {
        this.guard = guard;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        delivery = new Delivery(added);
        added.channel().closeFuture().addListener(closed -> gone());
    }

    @Override
    public void channelActive(ChannelHandlerContext active) throws Exception {
        guard.opened(this);
        super.channelActive(active);
    }

    /** The pipeline does not tell one that it has thrown out, as the server does when HTTP/1 becomes HTTP/2. */
    private void gone() {
        leaving = true;
        guard.closed(this);
        held.drop();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        held.drop();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (leaving || !(message instanceof ByteBuf bytes)) {
            int length = message instanceof ByteBuf unwanted ? unwanted.readableBytes() : 0;
            ReferenceCountUtil.release(message);
            if (linger != null) {
                linger.over(length);
            }
            return;
        }
        held.add(bytes, from.alloc());
        pass(from);
    }

    /** Whoever closes: an answer that has been written is not to be lost since its request was not read. */
    @Override
    public void close(ChannelHandlerContext from, ChannelPromise promise) {
        boolean unread = held.bytes() > 0 || (last != null && last.unread());
        if (unread && linger == null && !streams && from.channel().isActive()) {
            leaving = true;
            held.drop();
            linger(from, Unpooled.EMPTY_BUFFER, promise);
        } else {
            var unused = from.close(promise);
        }
    }

    /** A request has come through, on the event loop. */
    void began(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            speaksHttp2();
        } else {
            last = new Coming(request);
        }
        begunBytes = 0;
        told = 0;
        awaited = false;
        serving++;
        requests++;
        guard.began(this);
        later(this::pass);
    }

    /**
     * Its answer was written, or it never will be; on any thread.
     *
     * @param stream of HTTP/2; negative over HTTP/1
     */
    void ended(int stream) {
        later(own -> written(own, stream));
    }

    private void written(ChannelHandlerContext own, int stream) {
        serving--;
        if (serving == 0) {
            guard.written(this);
        }
        Objects.requireNonNull(delivery).whenLeft(stream, () -> {
            requests--;
            guard.ended(this);
            pass(own);
        });
    }

    private void later(Consumer<ChannelHandlerContext> step) {
        var own = context;
        if (own != null && !leaving) {
            own.executor().execute(() -> step.accept(own));
        }
    }

    /**
     * Closes the connection, from any thread.
     *
     * @param words what is said to a peer that has begun to ask over HTTP/1
     * @param unasked whether it is also said to one that has not said anything
     */
    void close(String words, boolean unasked) {
        var own = context;
        if (own == null || leaving) {
            return;
        }
        leaving = true;
        if (own.executor().inEventLoop()) {
            leave(own, words, unasked);
        } else {
            own.executor().execute(() -> leave(own, words, unasked));
        }
    }

    private void leave(ChannelHandlerContext own, String words, boolean unasked) {
        held.drop();
        if (!streams && requests == 0 && (begunBytes > 0 || (unasked && last == null))) {
            linger(own, Unpooled.copiedBuffer(words, StandardCharsets.US_ASCII), own.newPromise());
        } else {
            cutInTime(own);
            // From the far end, so that HTTP/2 says which requests it has not seen.
            var unused = own.channel().close();
        }
    }

    private void linger(ChannelHandlerContext own, ByteBuf words, ChannelPromise closed) {
        cutInTime(own);
        linger = Linger.begin(own, words, closed);
    }

    /** The last resort, for a peer that does not take its last words. */
    private static void cutInTime(ChannelHandlerContext own) {
        // What it is closed for would else stay in memory as long as the last resort is planned.
        var cut = own.executor().schedule(() -> cut(own), Linger.SECONDS, TimeUnit.SECONDS);
        own.channel().closeFuture().addListener(closed -> cut.cancel(false));
    }

    private static void cut(ChannelHandlerContext own) {
        var unused = own.close();
    }

    private void pass(ChannelHandlerContext to) {
        if (passing) {
            return;
        }
        passing = true;
        try {
            while (!held.isEmpty() && open()) {
                var before = last;
                var piece = next();
                int length = piece.readableBytes();
                if (!streams && !bodyComes()) {
                    begunBytes += length;
                    tell(Math.max(0, begunBytes - PIECE)); // before it is taken apart, but for what most heads are
                }
                if (leaving) {
                    piece.release();
                    break;
                }
                to.fireChannelRead(piece);
                if (before != null && before == last) {
                    before.passed(length);
                }
                passed(to);
            }
        } finally {
            passing = false;
        }
        tell(begunBytes + held.bytes());
        if (held.bytes() > 0 && waits()) {
            lookAgain(to);
        }
        slow(to);
    }

    /** Takes nothing more from the network while more than a little is held, though the server may wish it at times. */
    private void slow(ChannelHandlerContext to) {
        boolean before = slowed;
        slowed = !held.little() && !leaving;
        if (slowed || before) {
            to.channel().config().setAutoRead(!slowed);
        }
    }

    private void lookAgain(ChannelHandlerContext to) {
        if (looking) {
            return;
        }
        looking = true;
        var unused = to.executor()
                .schedule(
                        () -> {
                            looking = false;
                            pass(to);
                        },
                        LOOK_AGAIN_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** What is left of a body is no head, though its request was answered. */
    private boolean open() {
        return streams || (!awaited && !waits() && (requests == 0 || bodyComes()));
    }

    private boolean waits() {
        return last != null && last.waits();
    }

    private boolean bodyComes() {
        return last != null && last.comes();
    }

    private ByteBuf next() {
        var first = held.first();
        return held.take(streams ? first.readableBytes() : Math.min(first.readableBytes(), pieceBytes(first)));
    }

    private int pieceBytes(ByteBuf bytes) {
        var request = last;
        if (request != null && request.comes()) {
            return request.pieceBytes(PIECE);
        }
        int length = headEnd.find(bytes, PIECE);
        awaited = request != null && headEnd.found(); // the first one may be none that is ever begun, but an upgrade
        return length;
    }

    private void passed(ChannelHandlerContext to) {
        if (!streams && last == null && to.pipeline().get(Http2ConnectionHandler.class) != null) {
            speaksHttp2();
            guard.settled(this);
        }
        if (streams || requests > 0 || bodyComes()) {
            begunBytes = 0;
        }
    }

    private void speaksHttp2() {
        var own = Objects.requireNonNull(context);
        var http2 = own.pipeline().get(Http2ConnectionHandler.class);
        if (!streams && http2 != null) {
            FrameGuard.watch(http2, guard.ticker(), this::flooded);
        }
        streams = true;
    }

    /** It is told why, and goes when it has taken that, or soon. */
    private void flooded() {
        leaving = true;
        held.drop();
        guard.flooded();
        cutInTime(Objects.requireNonNull(context));
    }

    /** How much waits, if that is something else than it was. */
    private void tell(int bytes) {
        int waiting = streams || leaving ? 0 : bytes;
        if (waiting != told) {
            told = waiting;
            guard.waits(this, waiting);
        }
    }
}
