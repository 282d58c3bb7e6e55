package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.edge.Calls;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.EgressGuard.Egress;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Nodes that behave as the test says, in a time that passes only while somebody waits for them. */
final class Stage {
    static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

    /** What a node does with work that is sent to it. */
    interface Behaviour {
        void receive(Message message);
    }

    private record Timed(long atNanos, long number, Runnable event) {}

    final FakeTicker ticker = new FakeTicker();
    final PendingReplies replies;
    final Circuits circuits;
    final Experience experience;
    /** Whom the last offload asked, in order. */
    final List<NodeAddress> asked = new ArrayList<>();

    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final Map<NodeAddress, Behaviour> behaviours = new HashMap<>();
    private final PriorityQueue<Timed> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Timed::atNanos).thenComparingLong(Timed::number));
    private long scheduled;

    Stage(long seed) {
        var random = new Random(seed);
        replies = new PendingReplies(random, this::poll);
        circuits = new Circuits(ticker, random);
        experience = Experience.none(circuits);
    }

    static Candidate candidate(String address) {
        return new Candidate(NodeAddress.of(address), World.PERMIT);
    }

    Stage with(Candidate candidate, Behaviour behaviour) {
        behaviours.put(candidate.node(), behaviour);
        return this;
    }

    OffloadResult offload(Duration budget, Candidate... candidates) {
        return offload(budget, ATTEMPT_TIMEOUT, List.of(candidates));
    }

    OffloadResult offload(Duration budget, Duration acknowledgement, List<Candidate> candidates) {
        return offload(budget, acknowledgement, candidates, null);
    }

    /** One offload from beginning to end. */
    OffloadResult offload(
            Duration budget, Duration acknowledgement, List<Candidate> candidates, @Nullable LastResort here) {
        asked.clear();
        var call = Calls.simple(DataLabel.PUBLIC, ticker.in(budget));
        var bounds = new Attempts.Bounds(call, ATTEMPT_TIMEOUT, acknowledgement, here);
        try (var attempts = new Attempts(replies.open(), experience, codec, bounds)) {
            return attempts.until(candidates, this::send);
        }
    }

    /** Lets time pass with all that happens in it. */
    void pass(Duration time) {
        long until = ticker.nanos() + time.toNanos();
        while (!agenda.isEmpty() && agenda.peek().atNanos <= until) {
            next();
        }
        ticker.advance(Duration.ofNanos(until - ticker.nanos()));
    }

    void after(Duration delay, Runnable event) {
        agenda.add(new Timed(ticker.nanos() + delay.toNanos(), scheduled++, event));
    }

    Duration now() {
        return Duration.ofNanos(ticker.nanos());
    }

    static Behaviour answers(Duration after) {
        return message -> {
            message.acknowledge();
            message.answer(after);
        };
    }

    static Behaviour refuses(Duration after, InferenceError error) {
        return message -> {
            message.acknowledge();
            message.refuse(after, error);
        };
    }

    /** The broker takes the message, and nobody answers. */
    static Behaviour silent() {
        return Message::acknowledge;
    }

    static Behaviour absent() {
        return message -> message.outcome(new PublishOutcome.NoSubscribers());
    }

    /** The broker itself is silent. */
    static Behaviour unacknowledged() {
        return message -> {};
    }

    /** There is no place in the window for as long as the sender is patient. */
    static Behaviour blocked() {
        return message -> {
            message.stage().pass(message.patience());
            message.outcome(new PublishOutcome.Failed(
                    new LinkFailure(LinkFailure.Kind.EXPIRED, 0, "none of the 64 places became free in time")));
        };
    }

    /** One message on its way to a node. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Message(
            Stage stage,
            NodeAddress node,
            byte[] correlation,
            Duration patience,
            CompletableFuture<PublishOutcome> published) {

        void outcome(PublishOutcome outcome) {
            published.complete(outcome);
        }

        void acknowledge() {
            outcome(new PublishOutcome.Accepted());
        }

        void answer(Duration after) {
            stage.after(after, () -> {
                var response = new InferenceResponse(
                        ModelRef.of("simple@1"),
                        "r1",
                        Map.of(),
                        List.of(Tensor.ofInts("OUTPUT0", Shape.of(1), new int[] {7})));
                var body = stage.codec.encodeResponseBinary(response);
                var headers = new ReplyHeaders("r1", ReplyHeaders.OK, 0, node, body.headerLength());
                stage.replies.complete(correlation, headers, body.toByteArray());
            });
        }

        void refuse(Duration after, InferenceError error) {
            stage.after(
                    after,
                    () -> stage.replies.complete(
                            correlation,
                            new ReplyHeaders("r1", error.code(), 0, node, null),
                            stage.codec.encodeError(error, null)));
        }
    }

    private Egress send(Candidate candidate, @Nullable String traceparent, byte[] correlation, Duration patience) {
        asked.add(candidate.node());
        var published = new CompletableFuture<PublishOutcome>();
        behaviours
                .getOrDefault(candidate.node(), silent())
                .receive(new Message(this, candidate.node(), correlation, patience, published));
        return new Egress.Sent("id", published);
    }

    /** Whoever waits lets time pass until something comes for it, or its patience ends. */
    private PendingReplies.@Nullable Event poll(BlockingQueue<PendingReplies.Event> events, long nanos)
            throws InterruptedException {
        long until = ticker.nanos() + nanos;
        while (events.isEmpty() && !agenda.isEmpty() && agenda.peek().atNanos <= until) {
            next();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        var event = events.poll();
        if (event == null) {
            ticker.advance(Duration.ofNanos(Math.max(0, until - ticker.nanos())));
        }
        return event;
    }

    private void next() {
        var timed = agenda.remove();
        ticker.advance(Duration.ofNanos(Math.max(0, timed.atNanos - ticker.nanos())));
        timed.event.run();
    }
}
