package dev.tieline.edge.endpoint.connection;

import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.endpoint.connection.Connections.Parting;
import dev.tieline.edge.endpoint.connection.Connections.Reason;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Keeps the connections of the endpoint within their limits. Thread-safe.
 *
 * <p>Connections reach it by {@link AcceptedConnections}, requests by the router, time by {@link #sweep}.
 */
public final class ConnectionGuard {
    private static final Logger LOG = Logger.getLogger(ConnectionGuard.class);
    private static final AttributeKey<Gate> GATE = AttributeKey.valueOf("tieline.gate");

    private final ConnectionLimits limits;
    private final Connections<Gate> connections;
    private final Ticker ticker;
    private final Farewell slow;
    private final Farewell idle = new Farewell("", false);
    private final Farewell room;
    private final LongAdder floods = new LongAdder();

    /**
     * How connections are closed for one reason.
     *
     * @param words what is said to those that have begun to ask over HTTP/1
     * @param unasked whether it is also said to those that have not said anything
     */
    private record Farewell(String words, boolean unasked, LongAdder count) {
        Farewell(String words, boolean unasked) {
            this(words, unasked, new LongAdder());
        }
    }

    public ConnectionGuard(ConnectionLimits limits, Ticker ticker) {
        this.limits = limits;
        this.connections = new Connections<>(limits);
        this.ticker = ticker;
        this.slow = new Farewell(
                response(
                        "408 Request Timeout",
                        "request_timeout",
                        "The head of the request was not complete "
                                + limits.headTime().toMillis() + " ms after it began."),
                false);
        this.room = new Farewell(
                response(
                        "503 Service Unavailable",
                        "overloaded",
                        "The node has no room for a connection that asks for nothing: it holds " + limits.connections()
                                + ", and " + limits.waitingBytes()
                                + " bytes of requests that are not complete. Maybe try again."),
                true);
    }

    /** Sees the beginning and the end of every request, before any other handler does. */
    public void watch(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::request);
    }

    /** Closes what has had its time; to be called about once a second. */
    public void sweep() {
        part(connections.overdue(ticker.nanos()));
    }

    /** How many connections there are. */
    public int open() {
        return connections.size();
    }

    /** On how many of them requests are served, or answers have not left. */
    int busy() {
        return connections.busy();
    }

    /** How many bytes of requests wait that are not complete. */
    long waitingBytes() {
        return connections.waitingBytes();
    }

    /** How many there may be. */
    public int limit() {
        return limits.connections();
    }

    /** How many were closed, by reason: {@code slow}, {@code idle}, {@code room} or {@code flood}. */
    public Map<String, LongSupplier> closed() {
        return Map.of("slow", slow.count::sum, "idle", idle.count::sum, "room", room.count::sum, "flood", floods::sum);
    }

    Ticker ticker() {
        return ticker;
    }

    /** Has a connection that was accepted come in by a gate. */
    void accept(Channel channel) {
        var gate = new Gate(this);
        channel.attr(GATE).set(gate);
        channel.pipeline().addFirst(gate);
    }

    void opened(Gate gate) {
        part(connections.opened(gate, ticker.nanos()));
    }

    void settled(Gate gate) {
        connections.settled(gate, ticker.nanos());
    }

    void began(Gate gate) {
        connections.began(gate);
    }

    void written(Gate gate) {
        connections.written(gate, ticker.nanos());
    }

    void ended(Gate gate) {
        connections.ended(gate, ticker.nanos());
    }

    void waits(Gate gate, int bytes) {
        part(connections.waits(gate, bytes, ticker.nanos()));
    }

    /** One sent too many frames that carry nothing, and is being closed. */
    void flooded() {
        floods.increment();
    }

    void closed(Gate gate) {
        connections.closed(gate);
    }

    private void request(RoutingContext context) {
        if (context.request().connection() instanceof ConnectionBase connection) {
            var gate = connection.channel().attr(GATE).get();
            if (gate != null) {
                gate.began(context.request());
                RequestEnd.of(context)
                        .then(answered -> gate.ended(context.request().streamId()));
            }
        }
        context.next();
    }

    private void part(List<Parting<Gate>> parting) {
        for (var each : parting) {
            LOG.debugf("Closing a connection: %s", each.reason());
            var farewell = farewell(each.reason());
            farewell.count.increment();
            each.connection().close(farewell.words, farewell.unasked);
        }
    }

    private Farewell farewell(Reason reason) {
        return switch (reason) {
            case SLOW -> slow;
            case IDLE -> idle;
            case ROOM -> room;
        };
    }

    /** Written here, since nothing that writes HTTP may stand behind the gate. */
    private static String response(String status, String code, String message) {
        var body = "{\"error\":\"" + message + "\",\"code\":\"" + code + "\"}";
        var head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        return head + body;
    }
}
