package dev.tieline.edge.endpoint.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;

/**
 * The end of a connection over HTTP/1 whose caller may still send. TCP would take back what the caller has not read by
 * then if bytes came that nobody takes: so it is the way out that is closed first, and what comes is read over, for a
 * moment and not without end. On the event loop of the connection.
 */
final class Linger {
    /** How long a caller may take to hear why, or that, it is closed. */
    static final long SECONDS = 1;

    /** How much is read over, in bytes: as much as a body may have by default. */
    private static final long MOST = 64 << 20;

    private final ChannelHandlerContext context;
    private final ChannelPromise closed;
    private long readOver;

    private Linger(ChannelHandlerContext context, ChannelPromise closed) {
        this.context = context;
        this.closed = closed;
    }

    /** Begins with what is written last. @return which takes what comes until the connection is closed */
    static Linger begin(ChannelHandlerContext context, ByteBuf words, ChannelPromise closed) {
        var linger = new Linger(context, closed);
        context.writeAndFlush(words).addListener(written -> linger.closeWayOut(written.isSuccess()));
        context.channel().closeFuture().addListener(gone -> closed.trySuccess());
        context.channel().config().setAutoRead(true); // whoever read before may have paused
        return linger;
    }

    /** So many bytes have come that nobody wants. */
    void over(int bytes) {
        readOver += bytes;
        if (readOver > MOST) {
            close();
        }
    }

    private void closeWayOut(boolean written) {
        if (written && context.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput().addListener(shut -> {
                if (!shut.isSuccess()) {
                    close();
                }
            });
        } else {
            close();
        }
    }

    /** The last resort, for a caller that does not go when it has heard all. */
    private void close() {
        var unused = context.close(closed);
    }
}
