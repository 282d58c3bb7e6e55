package dev.tieline.edge.endpoint.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells when an answer has left a connection: over HTTP/1 when all that was written before has, over HTTP/2 when the end of
 * its stream has, for which the window of its caller must be open. On the event loop of the connection.
 */
final class Delivery extends Http2ConnectionAdapter {
    private final ChannelHandlerContext context;
    private final Map<Integer, Runnable> streams = new HashMap<>();
    private boolean listening;

    Delivery(ChannelHandlerContext context) {
        this.context = context;
    }

    /**
     * Does something when an answer that was written has left, or never will.
     *
     * @param stream of HTTP/2; negative over HTTP/1
     */
    void whenLeft(int stream, Runnable then) {
        var http2 = stream < 0 ? null : context.pipeline().get(Http2ConnectionHandler.class);
        if (http2 == null) {
            flushed(then);
            return;
        }
        var open = http2.connection().stream(stream);
        if (open == null || !open.state().localSideOpen()) {
            flushed(then);
            return;
        }
        streams.put(stream, then);
        if (!listening) {
            listening = true;
            http2.connection().addListener(this);
        }
    }

    @Override
    public void onStreamHalfClosed(Http2Stream stream) {
        ended(stream);
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        ended(stream);
    }

    private void ended(Http2Stream stream) {
        if (stream.state().localSideOpen()) {
            return; // it is the other side that has ended
        }
        var then = streams.remove(stream.id());
        if (then != null) {
            context.executor().execute(() -> flushed(then)); // its last frame is just being written
        }
    }

    private void flushed(Runnable then) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(left -> then.run());
    }
}
