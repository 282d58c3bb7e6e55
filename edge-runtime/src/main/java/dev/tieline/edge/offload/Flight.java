package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.trace.Span;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt under way, and what it teaches about the node that it went to. Its call may end before it does: what
 * comes for it later still teaches.
 */
final class Flight {
    /** Who says that is too slow for the call, and took so long at least. */
    private static final String LATE = new InferenceError.DeadlineExceeded("").code();

    private final Candidate candidate;
    private final ModelName model;
    private final Circuits.Pass pass;
    private final Experience experience;
    private final Ticker ticker;
    private final NodeLoads.Load load;
    private final Span span;
    private final long sentNanos;
    private volatile boolean acknowledged;
    private volatile String decisionId = "";

    Flight(Candidate candidate, ModelName model, Circuits.Pass pass, Experience experience, Span span, Ticker ticker) {
        this.candidate = candidate;
        this.model = model;
        this.pass = pass;
        this.experience = experience;
        this.span = span;
        this.ticker = ticker;
        this.load = experience.loads().sent(candidate.node());
        this.sentNanos = ticker.nanos();
    }

    Candidate candidate() {
        return candidate;
    }

    NodeAddress node() {
        return candidate.node();
    }

    /** The broker is to acknowledge something within that time. */
    void sending(Duration acknowledgement) {
        pass.sending(acknowledgement);
    }

    /** A decision of that id let it go. */
    void permitted(String id) {
        decisionId = id;
    }

    /** What the decision that let it go is known by; empty before it was made. */
    String decisionId() {
        return decisionId;
    }

    /** What became of its message at the broker. */
    void published(PublishOutcome outcome, Patience patience) {
        acknowledged = outcome instanceof PublishOutcome.Accepted;
        pass.published(outcome, patience);
    }

    /** Whether the broker has taken the message. */
    boolean acknowledged() {
        return acknowledged;
    }

    /** The node said something. */
    void answered(ReplyHeaders headers) {
        pass.answered();
        load.told(headers.queueHint(), ticker.nanos());
        if (headers.ok() || headers.status().equals(LATE)) {
            experience.times().answered(node(), model, Duration.ofNanos(ticker.nanos() - sentNanos));
        }
    }

    /** Its message never left. */
    void notSent() {
        pass.returned();
    }

    /** The trace context that goes with its message. */
    @Nullable String traceparent() {
        return span.traceparent();
    }

    /** It came to that end, and its call waits for it no longer. */
    void ended(String outcome) {
        load.ended();
        span.with("tieline.outcome", outcome);
        (outcome.equals(AttemptCounts.SERVED) ? span : span.failed(outcome)).end(ticker.nanos());
    }

    /** Its call is over without it. */
    void overtaken() {
        load.ended();
        span.with("tieline.outcome", AttemptCounts.OVERTAKEN).end(ticker.nanos());
    }
}
