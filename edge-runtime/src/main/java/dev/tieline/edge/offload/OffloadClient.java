package dev.tieline.edge.offload;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.wire.Topics;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.edge.call.InferenceCall;
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
 * stand behind is given the attempt timeout, and its answer still counts if it comes while another is waited for.
 * Where no node is known, the controller is asked to find one.
 */
public final class OffloadClient implements Offloading {
    /** The least that a message can say; what is less is late anyway. */
    private static final Duration SMALLEST_BUDGET = Duration.ofNanos(1_000);

    private final DeviceId self;
    private final MqttLink link;
    private final EgressGuard egress;
    private final PendingReplies replies;
    private final OipCodec codec;
    private final OffloadSettings settings;
    private final NodeLoads loads = new NodeLoads();

    public OffloadClient(
            DeviceId self,
            MqttLink link,
            EgressGuard egress,
            PendingReplies replies,
            OipCodec codec,
            OffloadSettings settings) {
        this.self = self;
        this.link = link;
        this.egress = egress;
        this.replies = replies;
        this.codec = codec;
        this.settings = settings;
    }

    @Override
    public @Nullable InferenceError obstacle(InferenceCall call) {
        if (!link.connected()) {
            return new InferenceError.Unreachable("there is no connection to the broker (" + link.lastFailure() + ")");
        }
        long bytes = call.request().inputs().stream()
                .mapToLong(tensor -> tensor.data().remaining())
                .sum();
        int limit = Math.min(settings.maxBodyBytes(), link.maximumPacketSize()) - settings.headerReserveBytes();
        return bytes <= limit
                ? null
                : new InferenceError.TooLarge("its tensors of " + bytes + " bytes are over the limit of " + limit);
    }

    @Override
    public OffloadResult offload(InferenceCall call, List<Candidate> candidates) {
        var body = codec.encodeRequest(forTheWire(call.request()));
        try (var attempts = new Attempts(replies.open(), loads, codec, call.deadline())) {
            return attempts.until(
                    candidates,
                    settings.attemptTimeout(),
                    (candidate, correlation) -> egress.sendWork(
                            call,
                            candidate.node(),
                            body.toByteArray(),
                            properties(call, candidate.permit().decidingRule(), body.headerLength(), correlation)));
        }
    }

    @Override
    public DispatchResult dispatch(InferenceCall call) {
        try (var exchange = new DispatchExchange(replies.open(), codec, call.deadline())) {
            return exchange.await(
                    settings.attemptTimeout(), correlation -> egress.sendDispatch(call, parcel(call, correlation)));
        }
    }

    private EgressGuard.Parcel parcel(InferenceCall call, byte[] correlation) {
        return new EgressGuard.Parcel() {
            private @Nullable OipBody encoded;

            @Override
            public MessageProperties whole(PolicyDecision.Permit permit) {
                return properties(call, permit.decidingRule(), encoded().headerLength(), correlation);
            }

            @Override
            public byte[] body() {
                return encoded().toByteArray();
            }

            private OipBody encoded() {
                var body = encoded == null ? codec.encodeRequest(forTheWire(call.request())) : encoded;
                encoded = body;
                return body;
            }

            @Override
            public MessageProperties enquiry() {
                return properties(call, null, null, correlation);
            }
        };
    }

    private MessageProperties properties(
            InferenceCall call, @Nullable String decision, @Nullable Integer headerLength, byte[] correlation) {
        var left = call.deadline().remaining();
        var headers = new WorkHeaders(
                call.id(),
                call.model(),
                call.request().version(),
                left.compareTo(SMALLEST_BUDGET) > 0 ? left : SMALLEST_BUDGET,
                call.label(),
                call.purpose(),
                decision,
                headerLength,
                null,
                call.traceparent());
        return MessageProperties.ofUser(headers.toUserProperties())
                .withReplyTo(new Topics(self.tenant()).reply(self.address()), correlation)
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
