package dev.tieline.edge.endpoint.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/** Keeps the {@linkplain OpenStreams streams of HTTP/2} of the endpoint within what they may take. Thread-safe. */
public final class StreamGuard {
    private static final Logger LOG = Logger.getLogger(StreamGuard.class);
    private static final AttributeKey<Peer> PEER = AttributeKey.valueOf("tieline.streams");

    private final OpenStreams<Peer> streams;
    private final LongAdder closed = new LongAdder();

    /** @param bytes how much all streams that are open may take together; at least 1 */
    public StreamGuard(long bytes) {
        this.streams = new OpenStreams<>(bytes);
    }

    /** Sees the beginning and the end of every request, before any other handler does. */
    public void watch(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::request);
    }

    /** How many connections were closed, since their streams took too much. */
    public long closed() {
        return closed.sum();
    }

    private void request(RoutingContext routing) {
        if (routing.request().connection() instanceof ConnectionBase connection
                && connection.channelHandlerContext().handler() instanceof Http2ConnectionHandler http2) {
            var peer = peer(connection.channelHandlerContext(), http2);
            int stream = routing.request().streamId();
            if (http2.connection().stream(stream) == null) {
                return; // its caller has taken it back
            }
            part(streams.opened(peer, stream));
            RequestEnd.of(routing)
                    .then(answered -> peer.later(
                            () -> // what another thread answers is written by then
                            part(streams.answered(
                                    peer, stream, routing.response().bytesWritten()))));
            if (!connection.channel().isActive()) {
                return; // it was this one that had to go
            }
        }
        if (!routing.response().closed()) {
            routing.next();
        }
    }

    private Peer peer(ChannelHandlerContext context, Http2ConnectionHandler http2) {
        var attribute = context.channel().attr(PEER);
        var known = attribute.get();
        if (known != null) {
            return known;
        }
        var peer = new Peer(context, http2);
        attribute.set(peer);
        http2.connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                streams.closed(peer, stream.id());
            }
        });
        context.channel().closeFuture().addListener(gone -> streams.closed(peer));
        return peer;
    }

    private void part(List<Peer> parting) {
        for (var peer : parting) {
            LOG.debugf("Closing a connection whose streams take most");
            closed.increment();
            peer.close();
        }
    }

    /** A connection of HTTP/2. */
    private record Peer(ChannelHandlerContext context, Http2ConnectionHandler http2) {
        void close() {
            if (context.executor().inEventLoop()) {
                cut();
            } else {
                later(this::cut);
            }
        }

        void later(Runnable step) {
            context.executor().execute(step);
        }

        /** Says why as far as the peer takes it now, and waits for none of the streams. */
        private void cut() {
            Channel channel = context.channel();
            if (!channel.isActive()) {
                return;
            }
            var why = Unpooled.copiedBuffer(
                    "the streams of all connections take too much memory, and this one's most",
                    StandardCharsets.US_ASCII);
            var unused = http2.goAway(
                    context,
                    http2.connection().remote().lastStreamCreated(),
                    Http2Error.ENHANCE_YOUR_CALM.code(),
                    why,
                    context.newPromise());
            context.flush();
            unused = channel.pipeline().firstContext().close();
        }
    }
}
