package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.endpoint.Statement;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.edge.endpoint.connection.RequestEnd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A request and its answer on their connection, and the visit in the node that lasts until the answer has left. */
final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final String KEY = "tieline.exchange";

    private final Visit visit;
    private final Context loop;
    private Runnable whenGone = () -> {};
    private boolean gone;
    private boolean working;
    private Runnable afterWork = () -> {};
    private volatile boolean detached;

    private Exchange(RoutingContext context, Visit visit) {
        this.visit = visit;
        this.loop = context.vertx().getOrCreateContext();
    }

    /** Ties a visit to an exchange that begins. On the event loop of its connection. */
    static Exchange of(RoutingContext context, Visit visit) {
        visit.cameWith(Statement.read(context.request().headers()::getAll).traceparent());
        var exchange = new Exchange(context, visit);
        context.put(KEY, exchange);
        RequestEnd.of(context).then(answered -> {
            if (!answered) {
                exchange.ended(false); // the caller went before there was an answer
            }
        });
        return exchange;
    }

    /** The exchange that was begun. */
    static Exchange of(RoutingContext context) {
        return find(context).orElseThrow();
    }

    /** The exchange, if one was begun. */
    static Optional<Exchange> find(RoutingContext context) {
        return Optional.ofNullable(context.<@Nullable Exchange>get(KEY));
    }

    Visit visit() {
        return visit;
    }

    /** Says what is done when the caller goes before its answer; at once if it has. */
    void onGone(Runnable then) {
        synchronized (this) {
            if (!gone) {
                whenGone = then;
                return;
            }
        }
        then.run();
    }

    /** Lets the visit outlast the exchange: someone else ends it. */
    void detach() {
        detached = true;
    }

    /** Work begins that nothing stops: the visit lasts until it is {@link #worked done} too, though the caller may go. */
    synchronized void works() {
        working = true;
    }

    /** The work is done, on any thread. */
    void worked() {
        Runnable then;
        synchronized (this) {
            working = false;
            then = afterWork;
            afterWork = () -> {};
        }
        then.run();
    }

    /** The event loop of its connection. */
    Context loop() {
        return loop;
    }

    /** The answer is on its way: the exchange ends when it has left, or never will. From any thread. */
    void leaving(Future<Void> answer) {
        answer.onComplete(left -> ended(left.succeeded()));
    }

    /** Its caller has not taken all of an answer of so many bytes yet, which is cut off if others need the place. */
    void slow(long bytes, Runnable cutOff) {
        if (!detached) {
            visit.leaving(bytes, () -> loop.runOnContext(now -> cutOff.run()));
        }
    }

    private void ended(boolean answered) {
        if (detached) {
            return;
        }
        if (answered) {
            whenDone(visit::answered);
        } else {
            LOG.debug("A caller went before its answer");
            whenDone(visit::abandoned);
            leave().run();
        }
    }

    private void whenDone(Runnable end) {
        synchronized (this) {
            if (working) {
                afterWork = end;
                return;
            }
        }
        end.run();
    }

    private synchronized Runnable leave() {
        gone = true;
        return whenGone;
    }
}
