package dev.tieline.edge.endpoint;

import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.dispatch.InferenceDispatcher;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import java.time.Duration;
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
    /** When to try again at an entrance that is full: it is passed in less time than any header can say. */
    private static final Duration RETRY_ENTRANCE = Duration.ofSeconds(1);

    private final CallReader calls;
    private final InferenceDispatcher dispatcher;
    private final Executor requests;
    private final Entrance entrance;

    /** Makes a call of what came. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Decodes the body and hands it to {@link CallReader#call} with what was said beside it.
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
     * @param maxRequests how many requests may be inside at the same time; at least 1
     */
    public FrontDoor(CallReader calls, InferenceDispatcher dispatcher, Executor requests, int maxRequests) {
        this.calls = calls;
        this.dispatcher = dispatcher;
        this.requests = requests;
        this.entrance = new Entrance(maxRequests);
    }

    /** Lets a request in; nothing if there is no room, which {@link #full} says to its caller. The visit must be ended. */
    public Optional<Visit> enter(Protocol protocol) {
        long arrived = calls.now();
        return entrance.enter() ? Optional.of(new Visit(entrance, protocol, arrived)) : Optional.empty();
    }

    /** What a caller is told that was not let in. */
    public InferenceError full() {
        return new InferenceError.Overloaded(
                "All " + entrance.limit() + " requests that may be in this node at the same time are there.",
                RETRY_ENTRANCE,
                null);
    }

    /** Serves a request whose body is there, on another thread; what is refused whatever it carries at once. */
    public void serve(Visit visit, ModelPath path, Reading reading, Answering answering) {
        guarded(answering, () -> {
            var refusal = dispatcher.refusal(path.name(), path.version());
            if (refusal.isPresent()) {
                answering.failed(refusal.get());
                return;
            }
            try {
                requests.execute(() -> visit.work(() -> guarded(answering, () -> infer(visit, reading, answering))));
            } catch (RejectedExecutionException e) {
                answering.failed(new InferenceError.ModelNotReady(path.toString(), "the node is shutting down"));
            }
        });
    }

    private void infer(Visit visit, Reading reading, Answering answering) {
        calls.checkTime(visit.arrivedNanos());
        var call = reading.read(calls, visit.arrivedNanos());
        answering.answered(call.request(), dispatcher.infer(call));
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
