package dev.tieline.edge.endpoint.mqtt;

import dev.tieline.devices.ClientId;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.AnswerHeaders;
import dev.tieline.devices.wire.HeaderException;
import dev.tieline.devices.wire.InferHeaders;
import dev.tieline.edge.admission.EgressGuard.Egress;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.ModelPath;
import dev.tieline.edge.endpoint.Statement;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.edge.endpoint.mqtt.Unanswered.Reason;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.oip.OipBody;
import dev.tieline.policy.PolicyDecision;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request of a local device, from its message until its answer, or the reason why it has none, is with the broker.
 *
 * <p>An answer is published by the thread that made it. Everything else is said by the outbox: the link may hold a
 * publisher for a while, and neither the thread that delivers messages nor one that was interrupted may wait there.
 */
final class Exchange implements FrontDoor.Answering {
    /** How long an error is worth reading: to whoever did not say how long it waits, and to whoever waited in vain. */
    private static final Duration WORTH_READING = Duration.ofSeconds(10);

    private static final Duration LEAST = Duration.ofMillis(1);
    /** The code of what was to be said and did not reach the broker. */
    private static final String UNSENT = "unsent";

    private final MqttEndpoint.Parts parts;
    private final Unanswered unanswered;
    private final ClientId client;
    private final MessageProperties asked;
    private final Statement said;
    private volatile Deadline deadline;
    private volatile @Nullable InferenceCall call;
    private volatile @Nullable Visit visit;

    Exchange(MqttEndpoint.Parts parts, Unanswered unanswered, ClientId client, MessageProperties asked) {
        this.parts = parts;
        this.unanswered = unanswered;
        this.client = client;
        this.asked = asked;
        this.said = Statement.read(name -> InferHeaders.values(asked, name));
        this.deadline = Deadline.after(parts.ticker(), Objects.requireNonNullElse(asked.expiry(), WORTH_READING));
    }

    /**
     * Serves it, on another thread.
     *
     * @param visit ends with this exchange
     * @param model as it stands in the topic
     * @param payload the body, which nobody else needs any more
     */
    void serve(Visit visit, String model, byte[] payload) {
        this.visit = visit;
        visit.cameWith(said.traceparent());
        try {
            visit.hold(payload.length);
            var headers = InferHeaders.read(asked);
            var path = ModelPath.of(model, headers.version());
            parts.door()
                    .serve(
                            visit,
                            path,
                            (calls, arrived) -> made(
                                    calls.decode(path, ByteBuffer.wrap(payload), headers.headerLength(), visit::hold),
                                    calls,
                                    arrived,
                                    headers),
                            this);
        } catch (HeaderException e) {
            failed(new InferenceError.InvalidRequest("The request cannot be used: " + e.getMessage() + "."));
        } catch (InferenceException e) {
            failed(e.error());
        }
    }

    private InferenceCall made(InferenceRequest request, CallReader calls, long arrivedNanos, InferHeaders headers) {
        var made = calls.call(request, timed(headers), arrivedNanos);
        deadline = made.deadline();
        call = made;
        if (parts.policy().answer(made) instanceof PolicyDecision.Deny deny) {
            throw new InferenceException(denied(deny));
        }
        return made;
    }

    /** With the earlier of what the device says and what is left of its message's own expiry. */
    private Statement timed(InferHeaders headers) {
        return Stream.of(headers.timeout(), asked.expiry())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(said::withTimeout)
                .orElse(said);
    }

    @Override
    public void answered(InferenceRequest request, InferenceResponse response) {
        var body = parts.codec().encodeResponse(request, response);
        Objects.requireNonNull(visit).holdOnly(body.size());
        send(Objects.requireNonNull(call), body.toByteArray(), body);
    }

    private void send(InferenceCall answered, byte[] bytes, OipBody body) {
        var left = deadline.remaining();
        if (!left.isPositive()) {
            failed(new InferenceError.DeadlineExceeded("The answer was not there by the deadline."));
            return;
        }
        switch (parts.egress().sendAnswer(answered, client, bytes, () -> properties(body.headerLength()), left)) {
            case Egress.Refused(var deny) -> failed(denied(deny));
            case Egress.Sent(var id, var outcome) -> {
                var unused =
                        outcome.whenComplete((end, thrown) -> guarded(thrown, () -> sent(answered, bytes, body, end)));
            }
        }
    }

    private void sent(InferenceCall answered, byte[] bytes, OipBody body, PublishOutcome outcome) {
        if (!(outcome instanceof PublishOutcome.Failed(var failure))) {
            end();
            return;
        }
        switch (failure.kind()) {
            case PACKET_TOO_LARGE ->
                failed(new InferenceError.TooLarge("The answer cannot pass the broker: " + failure.detail() + "."));
            case INTERRUPTED -> later(() -> send(answered, bytes, body)); // as the node shut down; the answer is ready
            default -> unsent(failure.toString());
        }
    }

    @Override
    public void failed(InferenceError error) {
        noted(error.code());
        later(() -> {
            var left = deadline.remaining();
            var body = parts.codec().encodeError(error, trace());
            var properties = properties(AnswerHeaders.error(error.code()), "application/json")
                    .withExpiry(left.isPositive() ? left : WORTH_READING);
            var unused = parts.egress()
                    .sendRefusal(client, body, properties)
                    .whenComplete((outcome, thrown) -> guarded(thrown, () -> {
                        if (outcome instanceof PublishOutcome.Failed(var failure)) {
                            unsent(failure.toString());
                        } else {
                            end();
                        }
                    }));
        });
    }

    /** What the device can find its request by. */
    private @Nullable String trace() {
        var known = visit;
        return known == null ? said.traceparent() : known.traceparent();
    }

    private void later(Runnable sending) {
        try {
            parts.outbox().execute(() -> guarded(null, sending));
        } catch (RejectedExecutionException e) {
            unsent("too many wait for their turn, or the node has ended");
        }
    }

    /** The rim of what is said: whatever is thrown beyond, the visit ends. */
    private void guarded(@Nullable Throwable thrown, Runnable step) {
        try {
            if (thrown != null) {
                throw new IllegalStateException("publishing failed", thrown);
            }
            step.run();
        } catch (RuntimeException | Error e) {
            var error = FrontDoor.unexpected(e);
            unsent(error.message());
        }
    }

    private void unsent(String why) {
        noted(UNSENT);
        unanswered.add(Reason.UNSENT, why);
        end();
    }

    /** An answer may turn into an error on its last steps. */
    private void noted(String code) {
        var ended = visit;
        if (ended != null) {
            ended.failed(code);
        }
    }

    private void end() {
        var ended = visit;
        if (ended != null) {
            ended.answered();
        }
    }

    private MessageProperties properties(@Nullable Integer headerLength) {
        var left = deadline.remaining();
        return properties(
                        AnswerHeaders.ok(headerLength),
                        headerLength == null ? "application/json" : "application/octet-stream")
                .withExpiry(left.compareTo(LEAST) > 0 ? left : LEAST);
    }

    private MessageProperties properties(AnswerHeaders headers, String contentType) {
        return MessageProperties.ofUser(headers.toUserProperties())
                .withCorrelation(asked.correlationData())
                .withContentType(contentType);
    }

    private static InferenceError denied(PolicyDecision.Deny deny) {
        return InferenceError.PolicyDenied.by(
                deny, "The answer may not pass the broker of this node: " + deny.explain());
    }
}
