package dev.tieline.edge.endpoint;

import dev.tieline.devices.log.LogEvent;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.dispatch.InferenceDispatcher;
import dev.tieline.edge.trace.Span;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request from its arrival to its answer, the same for every protocol. Thread-safe.
 *
 * <p>What is refused whatever it carries is refused before its body is decoded: at the entrance when too many requests
 * are inside, and when the node has no room and nobody to ask. The rest is decoded and served on a (virtual) thread of
 * its own, which is interrupted when the caller goes.
 */
public final class FrontDoor {
    private static final Logger LOG = Logger.getLogger(FrontDoor.class);

    private final CallReader calls;
    private final InferenceDispatcher dispatcher;
    private final Executor requests;
    private final Entrance entrance;
    private final Tracing tracing;
    private final VisitLog log;

    /** Makes a call of what came. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Decodes the body, holds the memory that its tensors take, and hands it to {@link CallReader#call} with what was said beside it.
         *
         * @param arrivedNanos when the request arrived, from which its deadline counts
         * @throws InferenceException saying what is wrong with the request
         */
        InferenceCall read(CallReader calls, long arrivedNanos);
    }

    /** Writes the end of a request in its protocol. Exactly one of the two is called, once, unless the caller has gone. */
    public interface Answering {
        /** Writes the answer. @throws InferenceException if it cannot be written as it was asked for; {@link #failed} follows */
        void answered(InferenceRequest request, InferenceResponse response);

        void failed(InferenceError error);
    }

    /**
     * Opens the door.
     *
     * @param requests runs each request on a thread of its own; rejects them once the node shuts down
     * @param bounds how much may be inside at the same time
     * @param tracing records each request from its arrival to the end of its answer
     * @param log is told how each ended
     */
    public FrontDoor(
            CallReader calls,
            InferenceDispatcher dispatcher,
            Executor requests,
            EntranceBounds bounds,
            Tracing tracing,
            VisitLog log) {
        this.calls = calls;
        this.dispatcher = dispatcher;
        this.requests = requests;
        this.entrance = new Entrance(bounds, calls::now);
        this.tracing = tracing;
        this.log = log;
    }

    /** Lets a request in; nothing if there is no room, which {@link #full} says to its caller. The visit must be ended. */
    public Optional<Visit> enter(Protocol protocol) {
        long arrived = calls.now();
        var place = entrance.enter();
        if (place.isEmpty()) {
            log.ended(new VisitLog.Ended(protocol, null, full().code(), null, 0));
        }
        return place.map(taken -> new Visit(taken, protocol, arrived, this::ended));
    }

    /**
     * Lets in a request that is no inference: as {@link #enter}, and nobody is told how it ended.
     *
     * @param placed whether it takes a place like any other, as what works for long does; a question about a model takes
     *     none, so that there is always room for one, but for the memory that it holds
     */
    public Optional<Visit> aside(Protocol protocol, boolean placed) {
        long arrived = calls.now();
        var place = placed ? entrance.enter() : Optional.of(entrance.aside());
        return place.map(taken -> new Visit(taken, protocol, arrived, over -> {}));
    }

    /** How many requests are inside now. */
    public int inside() {
        return entrance.inside();
    }

    /** How many bytes they hold. */
    public long held() {
        return entrance.held();
    }

    /** What a caller is told that was not let in. */
    public InferenceError full() {
        return entrance.full();
    }

    /** Serves a request whose body is there, on another thread; what is refused whatever it carries at once. */
    public void serve(Visit visit, ModelPath path, Reading reading, Answering answering) {
        visit.asksFor(path.name());
        var watched = new Watched(visit, answering);
        guarded(watched, () -> {
            var refusal = dispatcher.refusal(path.name(), path.version());
            if (refusal.isPresent()) {
                watched.failed(refusal.get());
                return;
            }
            try {
                requests.execute(() -> visit.work(() -> guarded(watched, () -> infer(visit, reading, watched))));
            } catch (RejectedExecutionException e) {
                watched.failed(new InferenceError.ModelNotReady(path.toString(), "the node is shutting down"));
            }
        });
    }

    private void infer(Visit visit, Reading reading, Answering answering) {
        calls.checkTime(visit.arrivedNanos());
        var call = reading.read(calls, visit.arrivedNanos());
        visit.cameWith(call.traceparent());
        var traced = call.under(visit.traced(tracing).traceparent());
        LogEvent.under(
                traced.traceparent(),
                () -> guarded(answering, () -> answering.answered(call.request(), dispatcher.infer(traced))));
    }

    /** Its answer has left, or its caller has gone. */
    private void ended(Visit visit) {
        long now = calls.now();
        visit.span().ifPresent(span -> end(span, visit, now));
        log.ended(new VisitLog.Ended(
                visit.protocol(),
                visit.model().orElse(null),
                visit.code(),
                visit.route().orElse(null),
                now - visit.arrivedNanos()));
    }

    private static void end(Span span, Visit visit, long now) {
        span.with("tieline.protocol", visit.protocol().word());
        visit.model().ifPresent(model -> span.with("tieline.model", model.value()));
        visit.route().ifPresent(route -> span.with("tieline.route", route));
        visit.site().ifPresent(site -> span.with("tieline.site", site));
        (visit.code().equals(Visit.OK) ? span : span.failed(visit.code())).end(now);
    }

    /** Notes the end of a request before it is written, since its visit may be over as soon as it is. */
    private final class Watched implements Answering {
        private final Visit visit;
        private final Answering answering;

        private Watched(Visit visit, Answering answering) {
            this.visit = visit;
            this.answering = answering;
        }

        @Override
        public void answered(InferenceRequest request, InferenceResponse response) {
            visit.served(fact(response, "tieline_route"), fact(response, "tieline_site"));
            answering.answered(request, response);
        }

        @Override
        public void failed(InferenceError error) {
            var unused = visit.traced(tracing);
            visit.failed(error.code());
            visit.holdOnly(0);
            answering.failed(error);
        }

        private static @Nullable String fact(InferenceResponse response, String parameter) {
            return response.parameters().get(parameter) instanceof String text ? text : null;
        }
    }

    /** The rim: whatever is thrown beyond becomes an answer. */
    private static void guarded(Answering answering, Runnable step) {
        try {
            step.run();
        } catch (InferenceException e) {
            answering.failed(e.error());
        } catch (RuntimeException | Error e) {
            answering.failed(unexpected(e));
        }
    }

    /** What nobody foresaw: the caller learns that it failed, the log learns why. */
    public static InferenceError unexpected(@Nullable Throwable failure) {
        LOG.error("A request failed unexpectedly", failure);
        return new InferenceError.ExecutionFailed("The request failed inside the node.");
    }
}
