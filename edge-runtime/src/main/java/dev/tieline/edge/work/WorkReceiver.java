package dev.tieline.edge.work;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.log.LogEvent;
import dev.tieline.devices.wire.HeaderException;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.devices.wire.Topics;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.EgressGuard;
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
import dev.tieline.policy.PolicyDecision;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
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
    /** How long it is news that this node lives. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    /** How an order ends whose reply did not reach its asker. */
    private static final String UNSENT = "unsent";

    private final DeviceId self;
    private final DecisionPoint policy;
    private final EgressGuard egress;
    private final ModelRegistry models;
    private final RunSlots slots;
    private final LocalServing serving;
    private final OipCodec codec;
    private final Ticker ticker;
    private final Executor requests;
    private final Executor outbox;
    private final ReplyCache cache;
    private final Tracing tracing;
    private final AtomicLong dropped = new AtomicLong();
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
        this.egress = parts.egress;
        this.models = parts.models;
        this.slots = parts.slots;
        this.serving = parts.serving;
        this.codec = parts.codec;
        this.ticker = parts.ticker;
        this.requests = parts.requests;
        this.outbox = parts.outbox;
        this.cache = new ReplyCache(cacheBytes, cacheAge, ticker);
    }

    /** One order, from receipt to reply. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Order(
            NodeAddress asker, byte[] correlation, WorkHeaders headers, Deadline deadline, byte[] body, Span span) {
        ReplyCache.Key key() {
            return new ReplyCache.Key(asker, headers.requestId());
        }
    }

    /** Takes a message from this node's work topic. */
    public void receive(InboundMessage message) {
        if (message.retained()) {
            // Kept by the broker for whoever subscribes next: its caller is long gone.
            dropped.incrementAndGet();
            LOG.warn("Dropped retained work");
            return;
        }
        var properties = message.properties();
        var asker = asker(properties.responseTopic());
        var correlation = properties.correlationData();
        if (asker.isEmpty() || correlation == null) {
            // Nobody can be told: without a reply topic of this tenant there is no one to answer.
            dropped.incrementAndGet();
            LOG.warnf(
                    "Dropped work that cannot be answered: response topic %s, correlation data %s",
                    properties.responseTopic(), correlation == null ? "absent" : "present");
            return;
        }
        WorkHeaders headers;
        try {
            headers = WorkHeaders.read(properties);
        } catch (HeaderException e) {
            var error = new InferenceError.InvalidRequest("The work message is malformed: " + e.getMessage());
            var expiry = Duration.ofSeconds(10);
            later(() -> {
                var unused = reply(asker.get(), correlation, "unknown", error(error), expiry);
            });
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
        return dropped.get();
    }

    private void accept(Order order) {
        switch (cache.claim(order.key(), order.correlation)) {
            case ReplyCache.Claim.Joined joined -> {
                LOG.debugf("Joined a run for %s", order.headers.requestId());
                order.span.with("tieline.outcome", "joined").end(ticker.nanos());
            }
            case ReplyCache.Claim.Repeat repeat ->
                later(order, () -> reply(order, List.of(order.correlation), repeat.reply()));
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
            LOG.errorf(e, "Work %s failed unexpectedly", order.headers.requestId());
            refuse(order, new InferenceError.ExecutionFailed("The request failed inside " + self.address() + "."));
        }
    }

    private void admit(Order order) {
        var headers = order.headers;
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
        var headers = order.headers;
        var label = headers.label().join(lease.session().manifest().label());
        var via = headers.via();
        var origin = order.asker.site();
        var decision = via == null
                ? policy.accept(label, headers.purpose(), origin)
                : policy.acceptForwarded(label, headers.purpose(), origin, via);
        if (decision instanceof PolicyDecision.Deny deny) {
            refuse(order, new InferenceError.PolicyDenied(self.address() + ": " + deny.explain(), deny.decidingRule()));
            return false;
        }
        return switch (slots.reserve(serving.planned(lease.session(), order.deadline))) {
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

    private static InferenceError shuttingDown(Order order) {
        return new InferenceError.ModelNotReady(order.headers.model().value(), "the node is shutting down");
    }

    private boolean start(Order order, ModelRegistry.Lease lease, RunSlots.Place place) {
        var started = false;
        try {
            requests.execute(() ->
                    guarded(order, () -> LogEvent.under(order.span.traceparent(), () -> run(order, lease, place))));
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
            var headers = order.headers;
            var session = lease.session();
            var manifest = session.manifest();
            var request = codec.decodeRequest(
                    headers.model(), headers.version(), ByteBuffer.wrap(order.body), headers.headerLength(), manifest);
            var label = headers.label().join(manifest.label());
            var call = new InferenceCall(
                    headers.requestId(), request, label, headers.purpose(), order.deadline, order.span.traceparent());
            var body = codec.encodeResponseBinary(serving.serve(call, session, place));
            finish(order, new WorkReply(ReplyHeaders.OK, body.toByteArray(), body.headerLength()));
        }
    }

    /** Ends with an answer that a repeat will get too. */
    private void finish(Order order, WorkReply reply) {
        reply(order, cache.answer(order.key(), reply), reply);
    }

    /** Ends with an error; a repeat is judged anew. */
    private void refuse(Order order, InferenceError error) {
        var waiting = cache.release(order.key());
        later(order, () -> reply(order, waiting, error(error)));
    }

    /** As the other, for a reply that an order is owed: it ends without one where there is no room. */
    private void later(Order order, Runnable sending) {
        if (!later(sending)) {
            order.span.failed(UNSENT).end(ticker.nanos());
        }
    }

    /** Sends on another thread: this one may be the link's, or have been interrupted as the node shut down. */
    private boolean later(Runnable sending) {
        try {
            outbox.execute(sending);
            return true;
        } catch (RejectedExecutionException e) {
            dropped.incrementAndGet();
            LOG.debugf("Dropped a reply: the outbox is full or closed");
            return false;
        }
    }

    private WorkReply error(InferenceError error) {
        return new WorkReply(error.code(), codec.encodeError(error, null), null);
    }

    private void reply(Order order, List<byte[]> correlations, WorkReply reply) {
        long replied = ticker.nanos();
        var left = order.deadline.remaining();
        boolean inTime = left.isPositive();
        if (!inTime) {
            dropped.incrementAndGet();
        }
        var told = inTime ? reply : tooLate();
        var sent = correlations.stream()
                .map(correlation ->
                        reply(order.asker, correlation, order.headers.requestId(), told, inTime ? left : SIGN_OF_LIFE))
                .toList();
        var unused = CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
                .thenRun(() -> sent(order, correlations, reply, told, replied, sent));
    }

    /** What was interrupted, as the node shut down, is sent again: the answer is ready, and its asker waits. */
    private void sent(
            Order order,
            List<byte[]> correlations,
            WorkReply reply,
            WorkReply told,
            long repliedNanos,
            List<CompletableFuture<PublishOutcome>> outcomes) {
        var again = IntStream.range(0, correlations.size())
                .filter(each -> interrupted(outcomes.get(each).join()))
                .mapToObj(correlations::get)
                .toList();
        if (again.isEmpty()) {
            ended(order, outcomes.stream().allMatch(WorkReceiver::arrived) ? told.status() : UNSENT, repliedNanos);
        } else {
            later(order, () -> reply(order, again, reply));
        }
    }

    private void ended(Order order, String status, long repliedNanos) {
        long now = ticker.nanos();
        tracing.part("reply", order.span.traceparent(), repliedNanos, now);
        (status.equals(ReplyHeaders.OK) ? order.span : order.span.failed(status)).end(now);
    }

    private static boolean arrived(CompletableFuture<PublishOutcome> outcome) {
        return outcome.join() instanceof PublishOutcome.Accepted;
    }

    /** Nobody waits for it any more; but a node that says nothing is taken for dead. */
    private WorkReply tooLate() {
        return error(new InferenceError.DeadlineExceeded(self.address() + " was not done by the deadline."));
    }

    private static boolean interrupted(PublishOutcome outcome) {
        return outcome instanceof PublishOutcome.Failed(var failure) && failure.kind() == LinkFailure.Kind.INTERRUPTED;
    }

    private CompletableFuture<PublishOutcome> reply(
            NodeAddress asker, byte[] correlation, String requestId, WorkReply reply, Duration expiry) {
        var headers = new ReplyHeaders(requestId, reply.status(), slots.queued(), self.address(), reply.headerLength());
        var properties = MessageProperties.ofUser(headers.toUserProperties())
                .withCorrelation(correlation)
                .withExpiry(expiry);
        var sent = egress.sendReply(asker, reply.body(), properties);
        var unused = sent.thenAccept(outcome -> LOG.debugf("Reply for %s to %s: %s", requestId, asker, outcome));
        return sent;
    }
}
