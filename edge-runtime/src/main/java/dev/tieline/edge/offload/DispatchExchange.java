package dev.tieline.edge.offload;

import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.EgressGuard.Dispatched;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.offload.PendingReplies.Event;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.policy.PolicyDecision;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One question to the controller and its one answer, which comes from the controller itself or from the node that it
 * chose. Used by one thread.
 */
final class DispatchExchange implements AutoCloseable {

    /** Sends the question, under that correlation id. */
    interface Sender {
        Dispatched send(byte[] correlation);
    }

    /** The decision that let the body go, with what it is known by. */
    private record Permitted(String id, PolicyDecision.Permit decision) {}

    private final PendingReplies.Pending pending;
    private final Circuits circuits;
    private final OipCodec codec;
    private final Attempts.Bounds bounds;
    private final AtomicBoolean acknowledged = new AtomicBoolean();

    DispatchExchange(PendingReplies.Pending pending, Circuits circuits, OipCodec codec, Attempts.Bounds bounds) {
        this.pending = pending;
        this.circuits = circuits;
        this.codec = codec;
        this.bounds = bounds;
    }

    /**
     * Asks and waits, at most for the attempt timeout. Not every broker says that nobody is subscribed, so silence is
     * all that tells that no controller is there; a run that takes longer is not to be had this way.
     *
     * @throws InferenceException when the thread is interrupted
     */
    DispatchResult await(Sender sender) {
        if (Thread.currentThread().isInterrupted()) {
            throw bounds.call().cancelled();
        }
        var until = bounds.call().deadline().within(bounds.attemptTimeout());
        var admitted = circuits.askController(bounds.attemptTimeout());
        if (admitted.isEmpty()) {
            return new DispatchResult.NoAnswer(
                    circuits.brokerObstacle().or(circuits::controllerObstacle).orElse("another call asks it now"));
        }
        var pass = admitted.get();
        pass.sending(bounds.acknowledgement());
        return switch (sender.send(pending.attempt(null, headers -> pass.answered()))) {
            case Dispatched.Refused(var deny) -> {
                pass.returned();
                yield new DispatchResult.Refused(
                        InferenceError.PolicyDenied.by(deny, "Nothing may go to the controller: " + deny.explain()));
            }
            case Dispatched.NoController none -> {
                pass.returned();
                yield new DispatchResult.Refused(new InferenceError.PolicyDenied(
                        "Nothing may go to the controller: the site book names none", null));
            }
            case Dispatched.Whole(var id, var permit, var outcome) ->
                await(outcome, new Permitted(id, permit), pass, until);
            case Dispatched.Enquiry(var outcome) -> await(outcome, null, pass, until);
        };
    }

    @Override
    public void close() {
        pending.close();
    }

    private DispatchResult await(
            CompletableFuture<PublishOutcome> published,
            @Nullable Permitted permit,
            Circuits.Pass pass,
            Deadline until) {
        var unused = published.thenAccept(outcome -> {
            acknowledged.set(outcome instanceof PublishOutcome.Accepted);
            pass.published(outcome, patience(until));
            pending.published(null, outcome);
        });
        return switch (pending.await(until).orElse(null)) {
            case null -> silent();
            case Event.Answered(var reply) -> answered(reply, permit);
            case Event.NotDelivered(var anyone, var outcome) -> new DispatchResult.NoAnswer(describe(outcome));
            case Event.LinkLost lost -> new DispatchResult.NoAnswer("the connection to the broker was lost");
            case Event.Interrupted interrupted -> throw bounds.call().cancelled();
        };
    }

    /** The controller answers soon or not at all, so it is late soon. */
    private Patience patience(Deadline until) {
        return Patience.of(
                Optional.of(bounds.attemptTimeout().dividedBy(4)), until.remaining(), bounds.attemptTimeout());
    }

    private DispatchResult silent() {
        if (bounds.call().deadline().passed()) {
            return new DispatchResult.Refused(new InferenceError.DeadlineExceeded(
                    "The deadline passed before the controller, or a node that it chose, answered."));
        }
        return new DispatchResult.NoAnswer(
                acknowledged.get() ? "no answer in time" : "the broker did not acknowledge the question");
    }

    private DispatchResult answered(Reply reply, @Nullable Permitted permit) {
        if (!reply.headers().ok()) {
            return new DispatchResult.Refused(codec.decodeError(ByteBuffer.wrap(reply.body())));
        }
        if (permit == null) {
            return unusable(reply, "it is the result of a call whose body was not sent");
        }
        try {
            var response = codec.decodeResponse(
                    ByteBuffer.wrap(reply.body()), reply.headers().headerLength());
            return new DispatchResult.Served(response, new Candidate(reply.node(), permit.decision()), permit.id());
        } catch (InferenceException e) {
            return unusable(reply, String.valueOf(e.getMessage()));
        }
    }

    private static String describe(PublishOutcome outcome) {
        return outcome instanceof PublishOutcome.NoSubscribers
                ? "none is connected to the broker"
                : Attempts.describe(outcome);
    }

    private static DispatchResult unusable(Reply reply, String why) {
        return new DispatchResult.Refused(new InferenceError.Unreachable(
                "The answer of " + reply.node() + ", which the controller chose, cannot be used: " + why));
    }
}
