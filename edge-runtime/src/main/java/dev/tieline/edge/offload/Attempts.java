package dev.tieline.edge.offload;

import static dev.tieline.edge.offload.Patience.shorter;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.EgressGuard.Egress;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.offload.Attempt.Outcome;
import dev.tieline.edge.offload.PendingReplies.Event;
import dev.tieline.edge.trace.Span;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.edge.trace.Tracing.Kind;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one offload, made by one thread, one candidate after the other.
 *
 * <p>A candidate is asked while its circuit lets it be, the suspect ones after the others. While others stand behind
 * it, it is given the time in which its answers usually come; an answer after that still counts. A node that may be
 * back is asked beside the first candidate, so that finding out costs the caller no time.
 */
final class Attempts implements AutoCloseable {
    /** How often a look is taken at whether the broker has acknowledged a message that it should have long since. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final String LINK_LOST = "the connection to the broker was lost";

    /** Sends the work to a candidate, under that trace context and correlation id, waiting at most so long until it can leave. */
    interface Sender {
        Egress send(Candidate candidate, @Nullable String traceparent, byte[] correlation, Duration patience);
    }

    /**
     * What one offload is bound by.
     *
     * @param call what is to be served, and by when
     * @param attemptTimeout the longest wait for a candidate while others stand behind it
     * @param acknowledgement how long the broker may take to acknowledge anything
     * @param here what stands behind the last candidate; null if nothing does
     * @param tracing records each attempt
     */
    record Bounds(
            InferenceCall call,
            Duration attemptTimeout,
            Duration acknowledgement,
            @Nullable LastResort here,
            Tracing tracing) {
        /** The same without a trace. */
        Bounds(InferenceCall call, Duration attemptTimeout, Duration acknowledgement, @Nullable LastResort here) {
            this(call, attemptTimeout, acknowledgement, here, Tracing.off());
        }
    }

    private final PendingReplies.Pending pending;
    private final Experience experience;
    private final OipCodec codec;
    private final Bounds bounds;
    private final Deadline deadline;
    private final Map<NodeAddress, Flight> waiting = new LinkedHashMap<>();
    private final List<Attempt> tried = new ArrayList<>();
    private boolean linkUseless;

    Attempts(PendingReplies.Pending pending, Experience experience, OipCodec codec, Bounds bounds) {
        this.pending = pending;
        this.experience = experience;
        this.codec = codec;
        this.bounds = bounds;
        this.deadline = bounds.call.deadline();
    }

    /**
     * Tries the candidates until one answers, none is left or the deadline passes.
     *
     * @throws InferenceException {@link InferenceCall#cancelled} when the thread is interrupted
     */
    OffloadResult until(List<Candidate> candidates, Sender sender) {
        var left = new ArrayList<>(candidates);
        probe(left, sender);
        while (!left.isEmpty() && !deadline.passed() && !linkUseless) {
            var candidate = next(left);
            left.remove(candidate);
            var flight = send(candidate, sender);
            var result = flight.flatMap(sent -> watch(sent, !left.isEmpty()));
            if (result.isPresent()) {
                return result.get();
            }
            if (flight.isPresent() && unacknowledged(flight.get()) && placeHere()) {
                return failed();
            }
        }
        if (!waiting.isEmpty() && placeHere()) {
            return failed();
        }
        // Nobody is left to try, but a silent node may still be at work.
        return await(() -> !waiting.isEmpty() && !linkUseless, deadline).orElseGet(this::failed);
    }

    /** Whether this node serves the call from here on, since it has room and there is time. */
    private boolean placeHere() {
        return bounds.here != null && !deadline.passed() && bounds.here.hold();
    }

    @Override
    public void close() {
        waiting.values().forEach(flight -> {
            flight.overtaken();
            experience.counts().count(AttemptCounts.OVERTAKEN);
        });
        pending.close();
    }

    /** Asks a node that may be back, if the call does not depend on it. */
    private void probe(List<Candidate> left, Sender sender) {
        if (experience.circuits().brokerSilent() || left.stream().allMatch(this::suspect)) {
            return;
        }
        left.stream()
                .filter(candidate -> experience.circuits().due(candidate.node()))
                .min(Comparator.comparing(this::blamed))
                .ifPresent(candidate -> {
                    left.remove(candidate);
                    var unused = send(candidate, sender);
                });
    }

    private Candidate next(List<Candidate> left) {
        var healthy = left.stream().filter(candidate -> !suspect(candidate)).toList();
        // Of a site that has fallen silent, those who have not are the better messengers.
        var hopeful = healthy.isEmpty()
                ? left.stream().filter(candidate -> !blamed(candidate)).toList()
                : healthy;
        return experience
                .loads()
                .betterOfTwo(
                        hopeful.isEmpty() ? left : hopeful, deadline.ticker().nanos());
    }

    private boolean blamed(Candidate candidate) {
        return experience.circuits().blamed(candidate.node());
    }

    private boolean suspect(Candidate candidate) {
        return experience.circuits().suspect(candidate.node());
    }

    /** Sends the work to a candidate, unless its circuit or policy is against it. */
    private Optional<Flight> send(Candidate candidate, Sender sender) {
        endIfInterrupted();
        var node = candidate.node();
        var pass = experience.circuits().ask(node, bounds.attemptTimeout);
        if (pass.isEmpty()) {
            tried.add(new Attempt(node, Outcome.NOT_ASKED, "not asked: " + obstacle(node)));
            experience.counts().count(Outcome.NOT_ASKED);
            return Optional.empty();
        }
        var flight =
                new Flight(candidate, bounds.call.model(), pass.get(), experience, span(candidate), deadline.ticker());
        waiting.put(node, flight);
        flight.sending(bounds.acknowledgement);
        var correlation = pending.attempt(node, flight::answered);
        switch (sent(flight, correlation, sender)) {
            case Egress.Refused refused -> {
                flight.notSent();
                ended(node, Outcome.NOT_PERMITTED, refused.decision().explain());
            }
            case Egress.Sent sent -> {
                flight.permitted(sent.decisionId());
                var unused = sent.outcome().thenAccept(outcome -> {
                    flight.published(outcome, patience(node));
                    pending.published(node, outcome);
                });
            }
        }
        endIfInterrupted();
        return Optional.of(flight);
    }

    private Span span(Candidate candidate) {
        var call = bounds.call;
        return bounds.tracing
                .begin(
                        Kind.PRODUCER,
                        "offload " + call.model(),
                        call.traceparent(),
                        deadline.ticker().nanos())
                .with("tieline.model", call.model().value())
                .with("tieline.site", candidate.node().site().value())
                .with("tieline.node", candidate.node().node().value());
    }

    private Egress sent(Flight flight, byte[] correlation, Sender sender) {
        try {
            return sender.send(
                    flight.candidate(),
                    flight.traceparent(),
                    correlation,
                    shorter(bounds.acknowledgement, share(bounds.here != null)));
        } catch (RuntimeException e) {
            flight.notSent();
            throw e;
        }
    }

    /** Waits for an answer, of the node or of an earlier one, for as long as it is this node's turn. */
    private Optional<OffloadResult> watch(Flight flight, boolean candidatesBehind) {
        boolean othersBehind = candidatesBehind || bounds.here != null;
        var turn = turn(flight, othersBehind);
        var whole = deadline.within(shorter(bounds.attemptTimeout, share(othersBehind)));
        var result = await(() -> waits(flight), deadline.within(turn));
        if (result.isEmpty() && unacknowledged(flight)) {
            result = awaitBroker(flight, othersBehind);
        }
        // To ask the next candidate early is to have the work done twice, perhaps; to do it here is not.
        boolean free = turn.compareTo(bounds.attemptTimeout) >= 0 || !candidatesBehind;
        return result.isPresent()
                        || !waits(flight)
                        || free
                        || experience.budget().take()
                ? result
                : await(() -> waits(flight), whole);
    }

    /** The next candidate's message would wait at the broker, too; and the node's turn begins once it has its own. */
    private Optional<OffloadResult> awaitBroker(Flight flight, boolean othersBehind) {
        var end = deadline.within(share(bounds.here != null));
        Optional<OffloadResult> result = Optional.empty();
        while (result.isEmpty() && unacknowledged(flight) && !end.passed()) {
            flight.sending(bounds.acknowledgement);
            linkUseless |= experience.circuits().brokerSilent();
            result = await(() -> waits(flight), end.within(LOOK));
        }
        return result.isPresent() || !waits(flight) || !flight.acknowledged()
                ? result
                : await(() -> waits(flight), deadline.within(turn(flight, othersBehind)));
    }

    private Duration turn(Flight flight, boolean othersBehind) {
        return shorter(patience(flight.node()).forAnswer(), share(othersBehind));
    }

    /** What a wait may take of the call's time: half of it where somebody stands behind, who needs time as well. */
    private Duration share(boolean othersBehind) {
        return othersBehind ? deadline.remaining().dividedBy(2) : deadline.remaining();
    }

    private boolean unacknowledged(Flight flight) {
        return waits(flight) && !flight.acknowledged();
    }

    private boolean waits(Flight flight) {
        return waiting.containsKey(flight.node()) && !linkUseless;
    }

    private Patience patience(NodeAddress node) {
        return Patience.of(
                experience.times().expected(node, bounds.call.model()), deadline.remaining(), bounds.attemptTimeout);
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
                case Event.NotDelivered(var node, var outcome) -> notDelivered(Objects.requireNonNull(node), outcome);
                case Event.LinkLost lost ->
                    List.copyOf(waiting.keySet()).forEach(node -> ended(node, Outcome.NOT_DELIVERED, LINK_LOST));
                case Event.Interrupted interrupted -> endIfInterrupted();
            }
        }
        return Optional.empty();
    }

    private Optional<OffloadResult> answered(Reply reply) {
        var flight = waiting.get(reply.node());
        if (flight == null) {
            return Optional.empty();
        }
        return switch (Verdict.of(reply, flight.candidate(), flight.decisionId(), codec)) {
            case Verdict.Elsewhere(var attempt) -> ended(attempt);
            case Verdict.Final(var result) -> {
                experience.budget().answered();
                waiting.remove(reply.node());
                flight.ended(AttemptCounts.word(result));
                experience.counts().count(AttemptCounts.word(result));
                yield Optional.of(result);
            }
        };
    }

    private void notDelivered(NodeAddress node, PublishOutcome outcome) {
        ended(node, Outcome.NOT_DELIVERED, describe(outcome));
        linkUseless |= outcome instanceof PublishOutcome.Failed(var failure)
                && (failure.kind() == LinkFailure.Kind.NOT_CONNECTED || failure.kind() == LinkFailure.Kind.EXPIRED);
    }

    private Optional<OffloadResult> ended(NodeAddress node, Outcome outcome, String detail) {
        return ended(new Attempt(node, outcome, detail));
    }

    private Optional<OffloadResult> ended(Attempt attempt) {
        var flight = waiting.remove(attempt.node());
        if (flight != null) {
            flight.ended(AttemptCounts.word(attempt.outcome()));
            experience.counts().count(attempt.outcome());
            tried.add(attempt);
        }
        return Optional.empty();
    }

    private String obstacle(NodeAddress node) {
        var circuits = experience.circuits();
        return circuits.brokerObstacle().or(() -> circuits.obstacle(node)).orElse("another call asks it now");
    }

    private OffloadResult.Failed failed() {
        for (var flight : List.copyOf(waiting.values())) {
            if (flight.acknowledged()) {
                ended(flight.node(), Outcome.NO_ANSWER, "no answer in time");
            } else {
                ended(flight.node(), Outcome.NOT_DELIVERED, "the broker did not acknowledge it");
            }
        }
        return new OffloadResult.Failed(tried);
    }

    /** Whoever is asked now would work for nobody. */
    private void endIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw bounds.call.cancelled();
        }
    }

    static String describe(PublishOutcome outcome) {
        return switch (outcome) {
            case PublishOutcome.Accepted accepted -> "accepted by the broker";
            case PublishOutcome.NoSubscribers nobody -> "not connected to the broker";
            case PublishOutcome.Failed failed -> "not sent: " + failed.failure();
        };
    }
}
