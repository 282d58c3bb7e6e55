package dev.tieline.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to one node: each request has a place among those that may be open, and an end. A request that is given up, by
 * its deadline or by an interrupt, loses its connection. Thread-safe.
 */
final class Wire implements AutoCloseable {
    private final Settings settings;
    private final HttpClient http;
    private final Semaphore places;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * What there is to choose.
     *
     * @param node the base address
     * @param headers what every request carries
     * @param maxCalls how many requests may be open at the same time
     * @param maxAnswerBytes the largest answer
     * @param margin how much longer than the deadline to wait, since it is the node that knows what became of a call
     * @param nanos a monotonic clock
     */
    record Settings(
            URI node,
            Map<String, String> headers,
            int maxCalls,
            int maxAnswerBytes,
            Duration margin,
            LongSupplier nanos) {
        Settings {
            headers = new TreeMap<>(headers);
        }
    }

    Wire(Settings settings, HttpClient http) {
        this.settings = settings;
        this.http = http;
        this.places = new Semaphore(settings.maxCalls);
    }

    URI node() {
        return settings.node;
    }

    Deadline deadline(Duration wait) {
        return new Deadline(settings.nanos, wait);
    }

    int maxAnswerBytes() {
        return settings.maxAnswerBytes;
    }

    /** A request below the base address; the path begins with a slash and is encoded. */
    HttpRequest.Builder request(String path) {
        var base = settings.node.toString();
        return request(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path));
    }

    HttpRequest.Builder request(URI address) {
        var request = HttpRequest.newBuilder(address);
        settings.headers.forEach(request::setHeader);
        return request;
    }

    /**
     * Sends, and waits for the whole answer, whatever its status.
     *
     * @param question worded when there is a place for it, so that it says how much time is left then
     * @throws TielineException if there is none
     */
    Reply send(Supplier<HttpRequest> question, Deadline deadline) throws InterruptedException {
        needTime(deadline);
        if (!places.tryAcquire(Math.max(0, deadline.left().toNanos()), TimeUnit.NANOSECONDS)) {
            throw deadline.passed("none of the " + settings.maxCalls + " calls that may be open at the same time to "
                    + settings.node + " ended");
        }
        try {
            return exchange(question.get(), deadline);
        } finally {
            places.release();
        }
    }

    /** The same for a short question that needs no place. */
    Reply sendAtOnce(HttpRequest request, Deadline deadline) throws InterruptedException {
        needTime(deadline);
        return exchange(request, deadline);
    }

    private void needTime(Deadline deadline) {
        if (!deadline.left().isPositive()) {
            throw deadline.passed("the node at " + settings.node + " had not answered");
        }
    }

    private Reply exchange(HttpRequest request, Deadline deadline) throws InterruptedException {
        if (isClosed()) {
            throw closedMeanwhile(false, null);
        }
        var limit = settings.maxAnswerBytes;
        var answer = http.sendAsync(request, LimitedBody.upTo(limit));
        try {
            var patience = deadline.left().plus(settings.margin).toNanos();
            var response = answer.get(Math.max(0, patience), TimeUnit.NANOSECONDS);
            return new Reply(response.statusCode(), response.headers(), response.body()).decoded(limit);
        } catch (TimeoutException e) {
            throw deadline.passed("the node at " + settings.node + " did not answer");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            answer.cancel(true); // ends the connection of a call that is given up
        }
    }

    private TielineException failure(@Nullable Throwable cause) {
        var node = settings.node;
        if (isClosed()) {
            return closedMeanwhile(true, cause);
        }
        return switch (cause) {
            case LimitedBody.TooLarge large -> new UnreadableAnswerException(String.valueOf(large.getMessage()), large);
            case ConnectException refused ->
                new ConnectionException("no node answers at " + node + ": " + reason(refused), false, refused);
            case HttpConnectTimeoutException late ->
                new ConnectionException("no node answers at " + node + ": connecting takes too long", false, late);
            case ProtocolException odd -> unreadable(odd);
            case IOException broken ->
                new ConnectionException(
                        "the connection to the node at " + node + " failed: " + broken.getMessage(), true, broken);
            case RuntimeException odd -> unreadable(odd);
            case null, default -> throw new IllegalStateException("the call to " + node + " failed", cause);
        };
    }

    /** What the JDK's client cannot make sense of. */
    private UnreadableAnswerException unreadable(Exception odd) {
        return new UnreadableAnswerException(
                "what answers at " + settings.node + " does not speak HTTP: " + odd.getMessage(), odd);
    }

    private ConnectionException closedMeanwhile(boolean connected, @Nullable Throwable cause) {
        return new ConnectionException(
                "the client of " + settings.node + " was closed during the call", connected, cause);
    }

    /** Why there is no connection. */
    static String reason(ConnectException failure) {
        var unknown = Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(
                        cause -> cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException);
        if (unknown) {
            return "the host is not known";
        }
        var told = failure.getMessage();
        return told == null || told.isBlank() ? "connection refused" : told.toLowerCase(Locale.ROOT);
    }

    /** Waits between two requests. @throws ConnectionException if the client is closed meanwhile */
    void pause(Duration pause) throws InterruptedException {
        if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
            throw closedMeanwhile(false, null);
        }
    }

    /** Ends every call. */
    @Override
    public void close() {
        closed.countDown();
        http.shutdownNow();
    }

    /** Asked when a call begins. @throws IllegalStateException if the client is closed */
    void needOpen() {
        if (isClosed()) {
            throw new IllegalStateException("the client of " + settings.node + " is closed");
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }
}
