package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.endpoint.Statement;
import dev.tieline.edge.endpoint.Visit;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A request and its answer on their connection, and the visit in the node that lasts as long as they do. */
final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final String KEY = "tieline.exchange";

    private final Visit visit;
    private volatile Runnable gone = () -> {};
    private volatile boolean detached;

    private Exchange(Visit visit) {
        this.visit = visit;
    }

    /** Ties a visit to an exchange that begins. */
    static Exchange of(RoutingContext context, Visit visit) {
        visit.cameWith(Statement.read(context.request().headers()::getAll).traceparent());
        var exchange = new Exchange(visit);
        context.put(KEY, exchange);
        context.addEndHandler(end -> exchange.ended(end.succeeded()));
        if (context.response().closed()) {
            exchange.ended(false); // before anyone could be told
        }
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

    /** Adds what is done when the caller goes before its answer. */
    void onGone(Runnable then) {
        gone = then;
    }

    /** Lets the visit outlast the exchange: someone else ends it. */
    void detach() {
        detached = true;
    }

    private void ended(boolean answered) {
        if (detached) {
            return;
        }
        if (answered) {
            visit.answered();
        } else {
            LOG.debug("A caller went before its answer");
            visit.abandoned();
            gone.run();
        }
    }
}
