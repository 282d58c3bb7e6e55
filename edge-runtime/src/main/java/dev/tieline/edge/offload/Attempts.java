package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.EgressGuard.Egress;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.offload.Attempt.Outcome;
import dev.tieline.edge.offload.PendingReplies.Event;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The attempts of one offload, made by one thread, one candidate at a time. */
final class Attempts implements AutoCloseable {

    /** Sends the work to a candidate, under that correlation id. */
    interface Sender {
        Egress send(Candidate candidate, byte[] correlation);
    }

    private final PendingReplies.Pending pending;
    private final NodeLoads loads;
    private final OipCodec codec;
    private final Deadline deadline;
    private final Map<NodeAddress, Candidate> waiting = new HashMap<>();
    private final List<Attempt> tried = new ArrayList<>();

    Attempts(PendingReplies.Pending pending, NodeLoads loads, OipCodec codec, Deadline deadline) {
        this.pending = pending;
        this.loads = loads;
        this.codec = codec;
        this.deadline = deadline;
    }

    /** Tries the candidates until one answers, none is left or the deadline passes. */
    OffloadResult until(List<Candidate> candidates, Duration attemptTimeout, Sender sender) {
        var left = new ArrayList<>(candidates);
        while (!left.isEmpty() && !deadline.passed()) {
            var candidate = loads.betterOfTwo(left, now());
            left.remove(candidate);
            if (!send(candidate, sender)) {
                continue;
            }
            var until = left.isEmpty() ? deadline : deadline.within(attemptTimeout);
            var result = await(() -> waiting.containsKey(candidate.node()), until);
            if (result.isPresent()) {
                return result.get();
            }
        }
        // Nobody is left to try, but a silent node may still be at work.
        return await(() -> !waiting.isEmpty(), deadline).orElseGet(this::failed);
    }

    @Override
    public void close() {
        waiting.keySet().forEach(loads::ended);
        pending.close();
    }

    private boolean send(Candidate candidate, Sender sender) {
        var node = candidate.node();
        return switch (sender.send(candidate, pending.attempt(node))) {
            case Egress.Refused refused -> {
                tried.add(new Attempt(
                        node, Outcome.NOT_PERMITTED, refused.decision().explain()));
                yield false;
            }
            case Egress.Sent sent -> {
                waiting.put(node, candidate);
                loads.sent(node);
                var unused = sent.outcome().thenAccept(outcome -> pending.published(node, outcome));
                yield true;
            }
        };
    }

    /** Handles events until the offload is decided, nothing is hoped for any more or the time is over. */
    private Optional<OffloadResult> await(BooleanSupplier hope, Deadline until) {
        while (hope.getAsBoolean()) {
            var event = pending.await(until);
            if (event.isEmpty()) {
                return Optional.empty();
            }
            switch (event.get()) {
                case Event.Answered(Reply reply) -> {
                    var result = answered(reply);
                    if (result.isPresent()) {
                        return result;
                    }
                }
                case Event.NotDelivered(var node, var outcome) ->
                    ended(Objects.requireNonNull(node), Outcome.NOT_DELIVERED, describe(outcome));
                case Event.LinkLost lost -> {
                    for (var node : List.copyOf(waiting.keySet())) {
                        ended(node, Outcome.NOT_DELIVERED, "the connection to the broker was lost");
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<OffloadResult> answered(Reply reply) {
        var node = reply.node();
        var candidate = waiting.get(node);
        if (candidate == null) {
            return Optional.empty();
        }
        loads.told(node, reply.headers().queueHint(), now());
        if (reply.headers().ok()) {
            return served(reply, candidate);
        }
        var error = codec.decodeError(ByteBuffer.wrap(reply.body()));
        return switch (error) {
            case InferenceError.InvalidRequest faulty -> decided(node, new OffloadResult.Faulty(faulty));
            case InferenceError.UnsupportedContent faulty -> decided(node, new OffloadResult.Faulty(faulty));
            case InferenceError.TooLarge faulty -> decided(node, new OffloadResult.Faulty(faulty));
            case InferenceError.ExecutionFailed sick -> ended(node, Outcome.REFUSED, sick.message());
            case InferenceError.Overloaded busy -> ended(node, Outcome.BUSY, "busy");
            case InferenceError.UnknownModel unknown -> ended(node, Outcome.REFUSED, unknown.message());
            case InferenceError.ModelNotReady notReady -> ended(node, Outcome.REFUSED, notReady.message());
            case InferenceError.Warming warming -> ended(node, Outcome.REFUSED, warming.message());
            case InferenceError.PolicyDenied denied -> ended(node, Outcome.REFUSED, denied.message());
            case InferenceError.Unreachable unreachable -> ended(node, Outcome.REFUSED, unreachable.message());
            case InferenceError.DeadlineExceeded late -> ended(node, Outcome.NO_ANSWER, late.message());
        };
    }

    private Optional<OffloadResult> served(Reply reply, Candidate candidate) {
        try {
            var response = codec.decodeResponse(
                    ByteBuffer.wrap(reply.body()), reply.headers().headerLength());
            return decided(reply.node(), new OffloadResult.Served(response, candidate));
        } catch (InferenceException e) {
            return ended(reply.node(), Outcome.REFUSED, "its answer cannot be read: " + e.getMessage());
        }
    }

    private Optional<OffloadResult> decided(NodeAddress node, OffloadResult result) {
        waiting.remove(node);
        loads.ended(node);
        return Optional.of(result);
    }

    private Optional<OffloadResult> ended(NodeAddress node, Outcome outcome, String detail) {
        if (waiting.remove(node) != null) {
            loads.ended(node);
            tried.add(new Attempt(node, outcome, detail));
        }
        return Optional.empty();
    }

    private long now() {
        return deadline.ticker().nanos();
    }

    private OffloadResult.Failed failed() {
        for (var node : List.copyOf(waiting.keySet())) {
            ended(node, Outcome.NO_ANSWER, "no answer in time");
        }
        return new OffloadResult.Failed(tried);
    }

    static String describe(PublishOutcome outcome) {
        return switch (outcome) {
            case PublishOutcome.Accepted accepted -> "accepted by the broker";
            case PublishOutcome.NoSubscribers nobody -> "not connected to the broker";
            case PublishOutcome.Failed failed -> "not sent: " + failed.failure();
        };
    }
}
