package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.Statement;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipLimits;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of one {@code ModelInferRequest} through the front door.
 *
 * @param ticker the clock on which visits arrive
 * @param tasks runs what is too long for an event loop; rejects it once the node shuts down
 */
record Inference(FrontDoor door, OipLimits limits, Ticker ticker, Executor tasks) {
    /** Enough of a message for a name, a version and an id of the greatest length, and no burden to an event loop. */
    static final int BEGINNING = 64 << 10;

    /**
     * Serves a request that has come in an exchange. The answering hears of it on any thread.
     *
     * <p>Its model is read off its beginning, so that it can be refused before the rest is worth reading. Where the
     * beginning does not say it, as with a serializer that writes fields in another order, all of it is read over on
     * another thread first.
     *
     * @param openedNanos when the exchange began, from which its timeout counts
     * @param known is told on the event loop what the request says of itself, before it is served
     * @throws InferenceException if it says already at its beginning what cannot be
     */
    void serve(
            Exchange exchange,
            long openedNanos,
            MessageFrame frame,
            Visit visit,
            Consumer<InferReader.Beginning> known,
            FrontDoor.Answering answering) {
        var served = new Served(exchange, openedNanos, visit, known, answering);
        var beginning = InferReader.beginning(frame.beginning(exchange.encoding(), BEGINNING));
        if (beginning.isPresent()) {
            served.go(beginning.get(), frame);
            return;
        }
        try {
            tasks.execute(() -> visit.work(() -> served.readOver(frame)));
        } catch (RejectedExecutionException e) {
            answering.failed(new InferenceError.ModelNotReady("the request", "the node is shutting down"));
        }
    }

    /** The moment, on the clock of visits. */
    long now() {
        return ticker.nanos();
    }

    private static Statement said(Exchange exchange, long elapsedNanos) {
        var said = Statement.read(exchange.metadata()::getAll);
        var timeout = exchange.timeout();
        if (timeout == null) {
            return said;
        }
        var left = timeout.minusNanos(elapsedNanos);
        return said.withTimeout(left.isPositive() ? left : Duration.ofNanos(1));
    }

    /** One request on its way. */
    private final class Served {
        private final Exchange exchange;
        private final @Nullable String encoding;
        private final long openedNanos;
        private final Visit visit;
        private final Consumer<InferReader.Beginning> known;
        private final FrontDoor.Answering answering;

        Served(
                Exchange exchange,
                long openedNanos,
                Visit visit,
                Consumer<InferReader.Beginning> known,
                FrontDoor.Answering answering) {
            this.exchange = exchange;
            this.encoding = exchange.encoding();
            this.openedNanos = openedNanos;
            this.visit = visit;
            this.known = known;
            this.answering = answering;
        }

        /** On the event loop of the exchange. */
        void go(InferReader.Beginning beginning, MessageFrame frame) {
            known.accept(beginning);
            var said = said(exchange, visit.arrivedNanos() - openedNanos);
            visit.cameWith(said.traceparent());
            door.serve(visit, beginning.path(), (calls, arrived) -> read(calls, arrived, frame, said), answering);
        }

        private InferenceCall read(CallReader calls, long arrivedNanos, MessageFrame frame, Statement said) {
            var message = frame.plain(encoding, limits.maxBodyBytes(), visit::hold);
            return calls.call(new InferReader(limits).read(message, visit::hold), said, arrivedNanos);
        }

        /** On a thread that may take its time. */
        void readOver(MessageFrame frame) {
            try {
                var plain = frame.expanded(encoding, limits.maxBodyBytes(), visit::hold);
                var beginning = InferReader.whole(plain.bytes());
                exchange.run(() -> {
                    try {
                        go(beginning, plain);
                    } catch (InferenceException e) {
                        answering.failed(e.error()); // this question's alone
                    }
                });
            } catch (InferenceException e) {
                answering.failed(e.error());
            } catch (RuntimeException | Error e) {
                answering.failed(FrontDoor.unexpected(e));
            }
        }
    }
}
