package dev.tieline.bench.offload;

import dev.tieline.bench.stage.World;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.wire.ConnectionKind;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.devices.wire.Topics;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.offload.Circuits;
import dev.tieline.edge.offload.OffloadClient;
import dev.tieline.edge.offload.OffloadResult;
import dev.tieline.edge.offload.OffloadSettings;
import dev.tieline.edge.offload.PendingReplies;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyDecision;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The asking half of a node, put together of the node's own parts as the node does it. Thread-safe. */
final class Offloader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MAX_BODY = 8 * 1024 * 1024;

    private final MqttLink control;
    private final MqttLink work;
    private final DecisionPoint policy;
    private final PendingReplies replies;
    private final OffloadClient client;
    private final AtomicLong calls = new AtomicLong();

    Offloader(URI broker, OipCodec codec) {
        var self = World.device(World.ASKER);
        var knowledge = World.knowledge();
        var random = new SecureRandom();
        policy = new DecisionPoint(self, () -> knowledge, Clock.systemUTC(), random);
        control = new MqttLink(LinkOptions.of(broker, Topics.clientId(self, ConnectionKind.CONTROL)), random);
        work = new MqttLink(LinkOptions.of(broker, Topics.clientId(self, ConnectionKind.WORK)), random);
        replies = new PendingReplies(random);
        var egress = new EgressGuard(self, policy, control, work);
        client = new OffloadClient(
                new OffloadClient.Parts(self, work, egress, replies, codec, new Circuits(System::nanoTime, random)),
                new OffloadSettings(PATIENCE, MAX_BODY));
        work.onDisconnected(reason -> replies.linkLost());
        work.subscribe(new Topics(self.tenant()).reply(self.address()), 1, this::replied);
        control.start();
        work.start();
    }

    /**
     * Has the request served by the executor.
     *
     * @throws CommandFailure if it is not
     */
    InferenceResponse offload(InferenceRequest request) {
        var call = call(request);
        return switch (client.offload(call, List.of(candidate(call)))) {
            case OffloadResult.Served served -> served.response();
            case OffloadResult.Faulty faulty ->
                throw new CommandFailure("the executor found the request at fault: "
                        + faulty.error().message());
            case OffloadResult.Failed failed -> throw new CommandFailure("the offload failed: " + failed.summary());
        };
    }

    /**
     * As {@link #offload}, again and again until the executor listens.
     *
     * @throws CommandFailure if it never does
     */
    InferenceResponse firstOffload(InferenceRequest request) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            var obstacle = client.obstacle(call(request));
            try {
                if (obstacle != null) {
                    throw new CommandFailure("the offload cannot begin: " + obstacle);
                }
                return offload(request);
            } catch (CommandFailure e) {
                if (System.nanoTime() - start > START.toNanos()) {
                    throw new CommandFailure(
                            "no offload worked within " + START.toSeconds() + " s; the last: " + e.getMessage(), e);
                }
            }
            Thread.sleep(PAUSE);
        }
    }

    @Override
    public void close() {
        work.close();
        control.close();
    }

    /** A call of its own: a repeated id would be answered from the executor's memory. */
    private InferenceCall call(InferenceRequest request) {
        return new InferenceCall(
                "bench-" + calls.incrementAndGet(),
                request,
                DataLabel.PUBLIC,
                null,
                Deadline.after(System::nanoTime, PATIENCE),
                null);
    }

    private Candidate candidate(InferenceCall call) {
        return switch (policy.leave(call, World.EXECUTOR)) {
            case PolicyDecision.Permit permit -> new Candidate(World.EXECUTOR, permit);
            case PolicyDecision.Deny deny -> throw new CommandFailure("policy denies the offload: " + deny.explain());
        };
    }

    private void replied(InboundMessage message) {
        var correlation = message.properties().correlationData();
        if (correlation != null) {
            replies.complete(correlation, ReplyHeaders.read(message.properties()), message.payload());
        }
    }
}
