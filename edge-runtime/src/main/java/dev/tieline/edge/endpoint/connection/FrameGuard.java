package dev.tieline.edge.endpoint.connection;

import dev.tieline.edge.call.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;
import io.vertx.core.http.HttpServerOptions;

/**
 * Keeps the frames of one HTTP/2 connection that ask for nothing within what they may cost, on its event loop.
 *
 * <p>The server bounds by itself how many streams a peer resets, how many acknowledgements wait for it, and frames of
 * bodies and heads that are empty or small. It does not bound those for which it looks at all streams of the connection,
 * {@code SETTINGS} and {@code GOAWAY}: with a hundred streams each takes it some 13 microseconds, ten times as long as any
 * other frame as short. A client sends one of each, and {@code SETTINGS} again when it measures that the way is wider than it
 * thought: that doubles a few times, or comes every 100 ms at most.
 *
 * <p>{@code PING} and {@code PRIORITY} take a microsecond or three. Who measures the way sends a ping with what it receives,
 * and none before the answer to the last one: one in a round trip, which is no shorter than 50 microseconds. What is left,
 * {@code WINDOW_UPDATE} above all, costs no more than its bytes would as part of a body, and how many of them are right
 * depends on what they answer.
 */
final class FrameGuard extends Http2FrameListenerDecorator {
    /** How many frames that concern all streams may come at once. */
    static final int FAR_AT_ONCE = 100;

    private static final int FAR_EACH_SECOND = 10;

    /** How many of the others may come at once, and how many more each second. */
    static final int NEAR = 20_000;

    private final Http2ConnectionDecoder decoder;
    private final Allowance far;
    private final Allowance near;
    private final Runnable flooded;

    private FrameGuard(Http2ConnectionDecoder decoder, Allowance far, Allowance near, Runnable flooded) {
        super(decoder.frameListener());
        this.decoder = decoder;
        this.far = far;
        this.near = near;
        this.flooded = flooded;
    }

    /**
     * Watches a connection, and has it keep to the limit of streams before it has acknowledged any: else one that never
     * does would have none.
     *
     * @param flooded is called when it has sent too many, before it is told so
     */
    static void watch(Http2ConnectionHandler http2, Ticker ticker, Runnable flooded) {
        var streams = http2.connection().remote();
        streams.maxActiveStreams(Math.min(
                streams.maxActiveStreams(), (int) HttpServerOptions.DEFAULT_INITIAL_SETTINGS_MAX_CONCURRENT_STREAMS));
        var far = new Allowance(FAR_AT_ONCE, FAR_EACH_SECOND, ticker);
        put(new FrameGuard(http2.decoder(), far, new Allowance(NEAR, NEAR, ticker), flooded));
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        take(far);
        super.onSettingsRead(context, settings);
        if (decoder.frameListener() != this) { // with the first ones, the server listens by something else
            put(new FrameGuard(decoder, far, near, flooded));
        }
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext context, int last, long error, ByteBuf words) throws Http2Exception {
        take(far);
        super.onGoAwayRead(context, last, error, words);
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
        take(near);
        super.onPingRead(context, data);
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        take(near);
        super.onPriorityRead(context, stream, dependency, weight, exclusive);
    }

    private static void put(FrameGuard guard) {
        guard.decoder.frameListener(guard);
    }

    /** Whoever calls sends what this throws, and reads nothing more. */
    private void take(Allowance allowance) throws Http2Exception {
        if (!allowance.take()) {
            flooded.run();
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM, "too many frames that carry neither requests nor bodies");
        }
    }
}
