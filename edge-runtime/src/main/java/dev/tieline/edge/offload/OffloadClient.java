package dev.tieline.edge.offload;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.wire.Topics;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.edge.admission.Reachability;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.edge.trace.Tracing.Kind;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.oip.OipBody;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.policy.PolicyDecision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has calls served by other nodes: addresses the work to one node after the other until one answers.
 *
 * <p>Each attempt carries what is left of the budget. The last candidate may use all of it; a candidate that others
 * stand behind is given the time in which it usually answers, and its answer still counts if it comes while another is
 * waited for. Where no node is known, the controller is asked to find one. Nodes, and a broker, that have fallen silent
 * are not asked again and again: see {@link Circuits}.
 */
public final class OffloadClient implements Offloading {
    /** The least that a message can say; what is less is late anyway. */
    private static final Duration SMALLEST_BUDGET = Duration.ofNanos(1_000);

    private final Parts parts;
    private final OffloadSettings settings;
    private final Experience experience;
    private final Tracing tracing;
    private final DispatchCounts dispatches = new DispatchCounts();

    /** What the client works with. */
    public record Parts(
            DeviceId self,
            MqttLink link,
            EgressGuard egress,
            PendingReplies replies,
            OipCodec codec,
            Circuits circuits) {}

    /** One that traces nothing. */
    public OffloadClient(Parts parts, OffloadSettings settings) {
        this(parts, settings, Tracing.off());
    }

    /** One that records each attempt. */
    public OffloadClient(Parts parts, OffloadSettings settings, Tracing tracing) {
        this.parts = parts;
        this.tracing = tracing;
        this.settings = settings;
        this.experience = Experience.none(parts.circuits);
        parts.link.onConnected(parts.circuits::forget);
    }

    @Override
    public @Nullable InferenceError obstacle(InferenceCall call) {
        if (!parts.link.connected()) {
            return new InferenceError.Unreachable(
                    "there is no connection to the broker (" + parts.link.lastFailure() + ")");
        }
        var silence = parts.circuits.brokerObstacle();
        if (silence.isPresent()) {
            return new InferenceError.Unreachable(silence.get());
        }
        long bytes = tensorBytes(call);
        int limit = Math.min(settings.maxBodyBytes(), parts.link.maximumPacketSize()) - settings.headerReserveBytes();
        return bytes <= limit
                ? null
                : new InferenceError.TooLarge("its tensors of " + bytes + " bytes are over the limit of " + limit);
    }

    @Override
    public Reachability reachability() {
        return parts.circuits;
    }

    @Override
    public OffloadResult offload(InferenceCall call, List<Candidate> candidates, @Nullable LastResort here) {
        var body = parts.codec.encodeRequest(forTheWire(call.request()));
        var bytes = body.toByteArray();
        try (var attempts =
                new Attempts(parts.replies.open(), experience, parts.codec, bounds(call, bytes.length, here))) {
            return attempts.until(
                    candidates,
                    (candidate, traceparent, correlation, patience) -> parts.egress.sendWork(
                            call,
                            candidate.node(),
                            bytes,
                            id -> properties(
                                    call.under(traceparent),
                                    new Decided(candidate.permit().decidingRule(), id),
                                    body.headerLength(),
                                    correlation),
                            patience));
        }
    }

    @Override
    public DispatchResult dispatch(InferenceCall call) {
        var ticker = call.deadline().ticker();
        var span = tracing.begin(Kind.PRODUCER, "dispatch " + call.model(), call.traceparent(), ticker.nanos())
                .with("tieline.model", call.model().value());
        var outcome = DispatchCounts.ABANDONED;
        try {
            var result = dispatched(call.under(span.traceparent()));
            outcome = DispatchCounts.word(result);
            return result;
        } finally {
            dispatches.count(outcome);
            span.with("tieline.outcome", outcome);
            (outcome.equals(DispatchCounts.SERVED) ? span : span.failed(outcome)).end(ticker.nanos());
        }
    }

    private DispatchResult dispatched(InferenceCall call) {
        var bounds = bounds(call, tensorBytes(call), null);
        try (var exchange = new DispatchExchange(parts.replies.open(), parts.circuits, parts.codec, bounds)) {
            return exchange.await(correlation -> parts.egress.sendDispatch(call, parcel(call, correlation)));
        }
    }

    /** How the attempts at other nodes ended. */
    public AttemptCounts attempts() {
        return experience.counts();
    }

    /** How many circuits are open now, by what they lead to. */
    public Map<String, Integer> openCircuits() {
        return parts.circuits.open();
    }

    /** How the questions to the controller ended. */
    public DispatchCounts dispatches() {
        return dispatches;
    }

    private Attempts.Bounds bounds(InferenceCall call, long bytes, @Nullable LastResort here) {
        var acknowledgement = settings.acknowledgement(Math.max(bytes, parts.link.largestUnderWay()));
        return new Attempts.Bounds(call, settings.attemptTimeout(), acknowledgement, here, tracing);
    }

    private static long tensorBytes(InferenceCall call) {
        return call.request().inputs().stream()
                .mapToLong(tensor -> tensor.data().remaining())
                .sum();
    }

    /** A decision as it travels: the rule that permitted, where one did, and what it is known by. */
    private record Decided(@Nullable String rule, String id) {}

    private EgressGuard.Parcel parcel(InferenceCall call, byte[] correlation) {
        return new EgressGuard.Parcel() {
            private @Nullable OipBody encoded;

            @Override
            public MessageProperties whole(PolicyDecision.Permit permit, String decisionId) {
                return properties(
                        call,
                        new Decided(permit.decidingRule(), decisionId),
                        encoded().headerLength(),
                        correlation);
            }

            @Override
            public byte[] body() {
                return encoded().toByteArray();
            }

            private OipBody encoded() {
                var body = encoded == null ? parts.codec.encodeRequest(forTheWire(call.request())) : encoded;
                encoded = body;
                return body;
            }

            @Override
            public MessageProperties enquiry(String decisionId) {
                return properties(call, new Decided(null, decisionId), null, correlation);
            }

            @Override
            public Duration patience() {
                return Patience.shorter(
                        settings.attemptTimeout(), call.deadline().remaining());
            }
        };
    }

    private MessageProperties properties(
            InferenceCall call, Decided decided, @Nullable Integer headerLength, byte[] correlation) {
        var left = call.deadline().remaining();
        var headers = new WorkHeaders(
                call.id(),
                call.model(),
                call.request().version(),
                left.compareTo(SMALLEST_BUDGET) > 0 ? left : SMALLEST_BUDGET,
                call.label(),
                call.purpose(),
                decided.rule,
                decided.id,
                headerLength,
                null,
                call.traceparent());
        return MessageProperties.ofUser(headers.toUserProperties())
                .withReplyTo(new Topics(parts.self.tenant()).reply(parts.self.address()), correlation)
                .withExpiry(headers.budget());
    }

    /** The request without what only this node's caller needs to know of. */
    private static InferenceRequest forTheWire(InferenceRequest request) {
        Map<String, Object> parameters = request.parameters().entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("tieline_")
                        && !entry.getKey().equals("binary_data_output")
                        && !entry.getKey().equals("timeout"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new InferenceRequest(
                request.model(), request.version(), request.id(), parameters, request.inputs(), request.outputs());
    }
}
