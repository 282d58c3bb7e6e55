package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.ModelPath;
import dev.tieline.edge.endpoint.Statement;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.models.oip.OipLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way of one {@code ModelInferRequest} through the front door.
 *
 * @param ticker the clock on which visits arrive
 */
record Inference(FrontDoor door, OipLimits limits, Ticker ticker) {
    /** Enough of a compressed message for a name, a version and an id of the greatest length. */
    private static final int BEGINNING = 64 << 10;

    /** What the beginning of a request says. @throws InferenceException if it is none of a request */
    InferReader.Beginning beginning(Exchange exchange, MessageFrame frame) {
        return InferReader.beginning(frame.beginning(exchange.encoding(), BEGINNING));
    }

    /**
     * Serves a request that has come in an exchange. The answering hears of it on any thread.
     *
     * @param openedNanos when the exchange began, from which its timeout counts
     */
    void serve(
            Exchange exchange,
            long openedNanos,
            ModelPath path,
            MessageFrame frame,
            Visit visit,
            FrontDoor.Answering answering) {
        var said = said(exchange, visit.arrivedNanos() - openedNanos);
        var encoding = exchange.encoding();
        visit.cameWith(said.traceparent());
        door.serve(visit, path, (calls, arrived) -> read(calls, arrived, frame, encoding, said), answering);
    }

    /** The moment, on the clock of visits. */
    long now() {
        return ticker.nanos();
    }

    private InferenceCall read(
            CallReader calls, long arrivedNanos, MessageFrame frame, @Nullable String encoding, Statement said) {
        var message = frame.plain(encoding, limits.maxBodyBytes());
        return calls.call(new InferReader(limits).read(message), said, arrivedNanos);
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
}
