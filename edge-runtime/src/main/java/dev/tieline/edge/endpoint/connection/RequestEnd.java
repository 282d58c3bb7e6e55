package dev.tieline.edge.endpoint.connection;

import io.vertx.core.AsyncResult;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a request: its answer was written, or it never will be. Thread-safe.
 *
 * <p>The router tells of an end once, and nothing to those who ask it later; a stream of HTTP/2 may end while its request
 * is on its way through the router. So whoever holds something for a request is told by this, at once if it has ended.
 */
public final class RequestEnd {
    private static final String KEY = "tieline.end";

    private final List<Consumer<Boolean>> told = new ArrayList<>();
    private @Nullable Boolean answered;

    private RequestEnd() {}

    /** The end of a request. On its event loop, for the first time before anything is held for it. */
    public static RequestEnd of(RoutingContext context) {
        RequestEnd known = context.get(KEY);
        if (known != null) {
            return known;
        }
        var end = new RequestEnd();
        context.put(KEY, end);
        context.addEndHandler(ended -> end.tell(answered(context, ended)));
        if (context.response().closed()) {
            end.tell(false); // before anyone could be told
        }
        return end;
    }

    /**
     * Says who is told of it, once: whether an answer was written. On the thread that writes it or the event loop; whoever
     * came last first.
     */
    public void then(Consumer<Boolean> who) {
        Boolean ended;
        synchronized (this) {
            ended = answered;
            if (ended == null) {
                told.add(who);
            }
        }
        if (ended != null) {
            who.accept(ended);
        }
    }

    /** A stream that is reset ends without a failure. */
    private static boolean answered(RoutingContext context, AsyncResult<Void> end) {
        return end.succeeded() && context.response().ended();
    }

    private void tell(boolean wasAnswered) {
        List<Consumer<Boolean>> all;
        synchronized (this) {
            if (answered != null) {
                return;
            }
            answered = wasAnswered;
            all = List.copyOf(told.reversed());
            told.clear();
        }
        all.forEach(who -> who.accept(wasAnswered));
    }
}
