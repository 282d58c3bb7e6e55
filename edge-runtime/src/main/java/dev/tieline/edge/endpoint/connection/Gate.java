package dev.tieline.edge.endpoint.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What stands before one connection, on its event loop.
 *
 * <p>Over HTTP/1 it lets the bytes of one request through at a time: those of the next stay as they are until the answer
 * of the last has been written and its caller reads. The server would take them all apart, which costs many times their
 * length, and answer them all into memory. The pieces are small, so that little of the next request gets through with the
 * end of one. HTTP/2 has windows for all that, and passes.
 */
final class Gate extends ChannelDuplexHandler {
    /** How much may get through with the end of a request, in bytes. */
    static final int PIECE = 512;

    /** How long a peer may take to hear why, or that, it is closed. */
    private static final long LAST_WORDS_SECONDS = 1;

    /** How soon it is looked whether a body is read again that was not. */
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final ConnectionGuard guard;
    private final Deque<ByteBuf> held = new ArrayDeque<>();
    private final AtomicInteger requests = new AtomicInteger();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Coming last;
    private final HeadEnd headEnd = new HeadEnd();
    private boolean awaited;
    private int heldBytes;
    private int begunBytes;
    private int told;
    private boolean streams;
    private boolean passing;
    private boolean readWanted;
    private volatile boolean leaving;

    Gate(ConnectionGuard guard) {
        this.guard = guard;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) throws Exception {
        guard.opened(this);
        super.channelActive(active);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ended) throws Exception {
        leaving = true;
        guard.closed(this);
        drop();
        super.channelInactive(ended);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        drop();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (leaving || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        held.add(bytes);
        heldBytes += bytes.readableBytes();
        pass(from);
    }

    /** Nothing more is taken from the network while something is held. */
    @Override
    public void read(ChannelHandlerContext from) {
        if (heldBytes > 0) {
            readWanted = true;
            pass(from);
        } else {
            from.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) throws Exception {
        super.channelWritabilityChanged(from);
        pass(from);
    }

    /** A request has come through, on the event loop. */
    void began(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            streams = true;
        } else {
            last = new Coming(request);
        }
        begunBytes = 0;
        told = 0;
        awaited = false;
        requests.incrementAndGet();
        guard.began(this);
        passLater();
    }

    /** Its answer was written, or it never will be; on any thread. */
    void ended() {
        requests.decrementAndGet();
        guard.ended(this);
        passLater();
    }

    private void passLater() {
        var own = context;
        if (own != null && !leaving) {
            own.executor().execute(() -> pass(own));
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
        drop();
        // What it is closed for would else stay in memory as long as the last resort is planned.
        var cut = own.executor().schedule(() -> cut(own), LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        own.channel().closeFuture().addListener(closed -> cut.cancel(false));
        if (!streams && requests.get() == 0 && (begunBytes > 0 || (unasked && last == null))) {
            own.writeAndFlush(Unpooled.copiedBuffer(words, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            // From the far end, so that HTTP/2 says which requests it has not seen.
            var unused = own.channel().close();
        }
    }

    /** The last resort, for a peer that does not take its last words. */
    private static void cut(ChannelHandlerContext own) {
        var unused = own.close();
    }

    private void pass(ChannelHandlerContext to) {
        if (passing) {
            return;
        }
        passing = true;
        try {
            while (!held.isEmpty() && open(to)) {
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
        tell(begunBytes + heldBytes);
        if (heldBytes > 0 && last != null && last.waits()) {
            var unused = to.executor().schedule(() -> pass(to), LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (heldBytes == 0 && readWanted) {
            readWanted = false;
            to.read();
        }
    }

    private boolean open(ChannelHandlerContext to) {
        return streams || (to.channel().isWritable() && !awaited && (requests.get() == 0 || bodyComes()));
    }

    private boolean bodyComes() {
        return last != null && last.comes();
    }

    private ByteBuf next() {
        var first = held.element();
        int length = streams ? first.readableBytes() : Math.min(first.readableBytes(), pieceBytes(first));
        heldBytes -= length;
        return length == first.readableBytes() ? held.remove() : first.readRetainedSlice(length);
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
            streams = true;
            guard.settled(this);
        }
        if (streams || requests.get() > 0 || bodyComes()) {
            begunBytes = 0;
        }
    }

    /** How much waits, if that is something else than it was. */
    private void tell(int bytes) {
        int waiting = streams || leaving ? 0 : bytes;
        if (waiting != told) {
            told = waiting;
            guard.waits(this, waiting);
        }
    }

    private void drop() {
        held.forEach(ByteBuf::release);
        held.clear();
        heldBytes = 0;
    }
}
