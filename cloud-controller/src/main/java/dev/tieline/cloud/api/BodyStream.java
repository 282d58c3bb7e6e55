package dev.tieline.cloud.api;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The body of a request as a stream for one reading thread. At most a few buffers of it are held in memory. */
final class BodyStream extends InputStream {
    /** Buffers that may wait for the reader; each has at most some 64 KiB. */
    private static final int AHEAD = 8;

    private sealed interface Arrival {
        record Bytes(Buffer buffer) implements Arrival {}

        record End() implements Arrival {}

        record Broken(String cause) implements Arrival {}
    }

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final HttpServerRequest request;
    private final Context context;
    private Buffer current = Buffer.buffer();
    private int position;
    private boolean ended;
    /** Whether nothing more will come; known to the event loop alone. */
    private boolean complete;

    private BodyStream(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
    }

    /** Begins to take a body. Call it on the event loop, before anything of the body is lost. */
    static BodyStream of(HttpServerRequest request, Context context) {
        var stream = new BodyStream(request, context);
        request.pause();
        request.handler(buffer -> stream.arrivals.add(new Arrival.Bytes(buffer)));
        request.endHandler(end -> stream.finish(new Arrival.End()));
        request.exceptionHandler(e -> stream.finish(new Arrival.Broken(String.valueOf(e.getMessage()))));
        request.fetch(AHEAD);
        return stream;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!ended && position == current.length()) {
            next();
        }
        if (ended) {
            return -1;
        }
        var count = Math.min(length, current.length() - position);
        current.getBytes(position, position + count, target, offset);
        position += count;
        return count;
    }

    private void next() throws IOException {
        switch (take()) {
            case Arrival.Bytes(Buffer buffer) -> {
                current = buffer;
                position = 0;
                context.runOnContext(now -> request.fetch(1));
            }
            case Arrival.End() -> ended = true;
            case Arrival.Broken(String cause) -> throw new IOException("the caller went away: " + cause);
        }
    }

    private Arrival take() throws IOException {
        try {
            return arrivals.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private void finish(Arrival last) {
        complete = true;
        arrivals.add(last);
    }

    /** Lets what is left of the body pass by, so that the connection can be used again. */
    void drain() {
        context.runOnContext(now -> {
            if (!complete) {
                request.handler(buffer -> {});
                request.resume();
            }
        });
    }
}
