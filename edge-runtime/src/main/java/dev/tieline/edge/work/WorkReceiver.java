package dev.tieline.edge.work;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.log.LogEvent;
import dev.tieline.devices.wire.HeaderException;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.devices.wire.Topics;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.edge.admission.Passage;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.Reservation;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.edge.trace.Span;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.edge.trace.Tracing.Kind;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyDecision;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The executor: takes work that other nodes address to this one, and answers it.
 *
 * <p>{@link #receive} never blocks: it checks, reserves a place or refuses, and leaves the run to a thread of its own and
 * every other reply to the outbox. The budget counts from receipt; work that could not be run within it is refused at
 * once, so that its sender can ask another node.
 */
public final class WorkReceiver {
    private static final Logger LOG = Logger.getLogger(WorkReceiver.class);

    private final DeviceId self;
    private final DecisionPoint policy;
    private final ModelRegistry models;
    private final RunSlots slots;
    private final LocalServing serving;
    private final OipCodec codec;
    private final Ticker ticker;
    private final Executor requests;
    private final ReplyCache cache;
    private final Tracing tracing;
    private final Replies replies;
    private final DropLog drops;
    private volatile boolean draining;

    /**
     * What the executor works with.
     *
     * @param requests runs work; must not run it on the thread that hands it over
     * @param outbox sends refusals, and answers that were given before or when the node shut down; as {@code requests}
     */
    public record Parts(
            DeviceId self,
            DecisionPoint policy,
            EgressGuard egress,
            ModelRegistry models,
            RunSlots slots,
            LocalServing serving,
            OipCodec codec,
            Ticker ticker,
            Executor requests,
            Executor outbox) {}

    /**
     * Makes the executor.
     *
     * @param parts what it works with
     * @param cacheBytes how many bytes of answers are kept for repeats
     * @param cacheAge how long an answer is kept for repeats
     */
    public WorkReceiver(Parts parts, long cacheBytes, Duration cacheAge) {
        this(parts, cacheBytes, cacheAge, Tracing.off());
    }

    /** As the other; each order is a step of its trace. */
    public WorkReceiver(Parts parts, long cacheBytes, Duration cacheAge, Tracing tracing) {
        this.tracing = tracing;
        this.self = parts.self;
        this.policy = parts.policy;
        this.models = parts.models;
        this.slots = parts.slots;
        this.serving = parts.serving;
        this.codec = parts.codec;
        this.ticker = parts.ticker;
        this.requests = parts.requests;
        this.replies = new Replies(parts, tracing);
        this.drops = new DropLog(parts.ticker);
        this.cache = new ReplyCache(cacheBytes, cacheAge, ticker);
    }

    /** Takes a message from this node's work topic. */
    public void receive(InboundMessage message) {
        if (message.retained()) {
            // Kept by the broker for whoever subscribes next: its caller is long gone.
            replies.drop();
            drops.dropped().ifPresent(since -> LOG.warnf("Dropped retained work; %d more since the last line", since));
            return;
        }
        var properties = message.properties();
        var asker = asker(properties.responseTopic());
        var correlation = properties.correlationData();
        if (asker.isEmpty() || correlation == null) {
            // Nobody can be told: without a reply topic of this tenant there is no one to answer.
            replies.drop();
            drops.dropped()
                    .ifPresent(since -> LOG.warnf(
                            "Dropped work that cannot be answered: response topic %s, correlation data %s; %d more since"
                                    + " the last line",
                            DropLog.shown(String.valueOf(properties.responseTopic())),
                            correlation == null ? "absent" : "present",
                            since));
            return;
        }
        WorkHeaders headers;
        try {
            headers = WorkHeaders.read(properties);
        } catch (HeaderException e) {
            replies.malformed(
                    asker.get(),
                    correlation,
                    new InferenceError.InvalidRequest("The work message is malformed: " + e.getMessage()));
            return;
        }
        accept(new Order(
                asker.get(),
                correlation,
                headers,
                Deadline.after(ticker, headers.budget()),
                message.payload(),
                span(headers, asker.get())));
    }

    private Span span(WorkHeaders headers, NodeAddress asker) {
        return tracing.begin(Kind.CONSUMER, "work " + headers.model(), headers.traceparent(), ticker.nanos())
                .with("tieline.model", headers.model().value())
                .with("tieline.site", self.site().value())
                .with("tieline.asker", asker.toString());
    }

    private Optional<NodeAddress> asker(@Nullable String responseTopic) {
        return responseTopic == null ? Optional.empty() : new Topics(self.tenant()).originOf(responseTopic);
    }

    /** Refuses new work from now on, since this node is shutting down; what it has accepted goes on. */
    public void drain() {
        draining = true;
    }

    /** How many messages could not be answered at all, or were told only that their answer came too late. */
    public long dropped() {
        return replies.dropped();
    }

    private void accept(Order order) {
        switch (cache.claim(order.key(), order.correlation())) {
            case ReplyCache.Claim.Joined joined -> {
                LOG.debugf("Joined a run for %s", order.headers().requestId());
                order.span().with("tieline.outcome", "joined").end(ticker.nanos());
            }
            case ReplyCache.Claim.Repeat repeat ->
                replies.sendLater(order, List.of(order.correlation()), repeat.reply());
            case ReplyCache.Claim.First first -> guarded(order, () -> admit(order));
        }
    }

    /** The rim: whatever is thrown ends the claim, so that no repeat waits for a run that is dead. */
    private void guarded(Order order, Runnable step) {
        try {
            step.run();
        } catch (InferenceException e) {
            refuse(order, e.error());
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "Work %s failed unexpectedly", order.headers().requestId());
            refuse(order, new InferenceError.ExecutionFailed("The request failed inside " + self.address() + "."));
        }
    }

    private void admit(Order order) {
        var headers = order.headers();
        if (draining) {
            refuse(order, shuttingDown(order));
            return;
        }
        var lease = models.acquire(headers.model(), headers.version());
        if (lease.isEmpty()) {
            refuse(order, new InferenceError.UnknownModel(headers.model().value()));
            return;
        }
        var started = false;
        try {
            started = admit(order, lease.get());
        } finally {
            if (!started) {
                lease.get().close();
            }
        }
    }

    /** Whether a run was started, which then ends the lease. */
    private boolean admit(Order order, ModelRegistry.Lease lease) {
        var headers = order.headers();
        var label = label(order, lease);
        var via = headers.via();
        var origin = order.asker().site();
        var decision = via == null
                ? policy.accept(label, headers.purpose(), origin)
                : policy.acceptForwarded(label, headers.purpose(), origin, via);
        var id = headers.decisionId() == null ? policy.newId() : headers.decisionId();
        new Passage("accept", headers.requestId(), self.address().toString(), id).decided(() -> decision);
        if (decision instanceof PolicyDecision.Deny deny) {
            refuse(order, InferenceError.PolicyDenied.by(deny, self.address() + ": " + deny.explain()));
            return false;
        }
        return switch (slots.reserve(serving.planned(lease.session(), order.deadline()))) {
            case Reservation.Held(var place) -> start(order, lease, place);
            case Reservation.Full(var retryAfter) -> {
                var room = Math.max(1, retryAfter.toMillis());
                refuse(
                        order,
                        new InferenceError.Overloaded(
                                self.address() + " is full, with room expected in " + room + " ms", retryAfter, null));
                yield false;
            }
        };
    }

    /** Whatever the asker knew of the model: its own card counts here. */
    private static DataLabel label(Order order, ModelRegistry.Lease lease) {
        return order.headers().label().join(lease.session().manifest().labels().request());
    }

    private static InferenceError shuttingDown(Order order) {
        return new InferenceError.ModelNotReady(order.headers().model().value(), "the node is shutting down");
    }

    private boolean start(Order order, ModelRegistry.Lease lease, RunSlots.Place place) {
        var started = false;
        try {
            requests.execute(() ->
                    guarded(order, () -> LogEvent.under(order.span().traceparent(), () -> run(order, lease, place))));
            started = true;
        } catch (RejectedExecutionException e) {
            refuse(order, shuttingDown(order));
        } finally {
            if (!started) {
                place.close();
            }
        }
        return started;
    }

    private void run(Order order, ModelRegistry.Lease lease, RunSlots.Place place) {
        try (lease;
                place) {
            var headers = order.headers();
            var session = lease.session();
            var manifest = session.manifest();
            var request = codec.decodeRequest(
                    headers.model(),
                    headers.version(),
                    ByteBuffer.wrap(order.body()),
                    headers.headerLength(),
                    manifest);
            var call = new InferenceCall(
                    headers.requestId(),
                    request,
                    label(order, lease),
                    headers.purpose(),
                    order.deadline(),
                    order.span().traceparent());
            var body = codec.encodeResponseBinary(serving.serve(call, session, place));
            finish(order, new WorkReply(ReplyHeaders.OK, body.toByteArray(), body.headerLength()));
        }
    }

    /** Ends with an answer that a repeat will get too. */
    private void finish(Order order, WorkReply reply) {
        replies.send(order, cache.answer(order.key(), reply), reply);
    }

    /** Ends with an error; a repeat is judged anew. */
    private void refuse(Order order, InferenceError error) {
        replies.refuse(order, cache.release(order.key()), error);
    }
}
