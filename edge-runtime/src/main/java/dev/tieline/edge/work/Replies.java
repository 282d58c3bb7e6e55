package dev.tieline.edge.work;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Tells askers what became of their orders: the answer, the error, or that it is too late for either. Ends the span of an
 * order with what was told, once the broker has it. Thread-safe.
 */
final class Replies {
    private static final Logger LOG = Logger.getLogger(Replies.class);
    /** How long it is news that this node lives, and that a message is malformed. */
    private static final Duration NEWS = Duration.ofSeconds(10);
    /** How an order ends whose reply did not reach the broker. */
    private static final String UNSENT = "unsent";

    private final DeviceId self;
    private final RunSlots slots;
    private final EgressGuard egress;
    private final OipCodec codec;
    private final Ticker ticker;
    private final Executor outbox;
    private final Tracing tracing;
    private final AtomicLong dropped = new AtomicLong();

    Replies(WorkReceiver.Parts parts, Tracing tracing) {
        this.self = parts.self();
        this.slots = parts.slots();
        this.egress = parts.egress();
        this.codec = parts.codec();
        this.ticker = parts.ticker();
        this.outbox = parts.outbox();
        this.tracing = tracing;
    }

    /** Counts a message that cannot be answered at all. */
    void drop() {
        dropped.incrementAndGet();
    }

    /** How many messages could not be answered at all, or were told only that their answer came too late. */
    long dropped() {
        return dropped.get();
    }

    /** Tells whoever sent what is no order, from the outbox. */
    void malformed(NodeAddress asker, byte[] correlation, InferenceError error) {
        later(() -> {
            var unused = send(asker, correlation, "unknown", error(error), NEWS);
        });
    }

    /** Tells all who asked, from the outbox. */
    void refuse(Order order, List<byte[]> correlations, InferenceError error) {
        sendLater(order, correlations, error(error));
    }

    /** Tells all who asked, from the outbox: the thread may be the link's, or have been interrupted as the node shut down. */
    void sendLater(Order order, List<byte[]> correlations, WorkReply reply) {
        if (!later(() -> send(order, correlations, reply))) {
            order.span().failed(UNSENT).end(ticker.nanos());
        }
    }

    /** Tells all who asked. */
    void send(Order order, List<byte[]> correlations, WorkReply reply) {
        long replied = ticker.nanos();
        var left = order.deadline().remaining();
        boolean inTime = left.isPositive();
        if (!inTime) {
            drop();
        }
        var told = inTime ? reply : tooLate();
        var outcomes = correlations.stream()
                .map(correlation ->
                        send(order.asker(), correlation, order.headers().requestId(), told, inTime ? left : NEWS))
                .toList();
        var unused = CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new))
                .thenRun(() -> {
                    var again = interrupted(correlations, outcomes);
                    if (!again.isEmpty()) {
                        sendLater(order, again, reply);
                    } else {
                        ended(order, outcomes.stream().allMatch(Replies::arrived) ? told.status() : UNSENT, replied);
                    }
                });
    }

    /** What was interrupted, as the node shut down: the answer is ready, and its asker waits. */
    private static List<byte[]> interrupted(
            List<byte[]> correlations, List<CompletableFuture<PublishOutcome>> outcomes) {
        return IntStream.range(0, correlations.size())
                .filter(each -> outcomes.get(each).join() instanceof PublishOutcome.Failed(var failure)
                        && failure.kind() == LinkFailure.Kind.INTERRUPTED)
                .mapToObj(correlations::get)
                .toList();
    }

    private static boolean arrived(CompletableFuture<PublishOutcome> outcome) {
        return outcome.join() instanceof PublishOutcome.Accepted;
    }

    private void ended(Order order, String status, long repliedNanos) {
        long now = ticker.nanos();
        var span = order.span();
        tracing.part("reply", span.traceparent(), repliedNanos, now);
        (status.equals(ReplyHeaders.OK) ? span : span.failed(status)).end(now);
    }

    private boolean later(Runnable sending) {
        try {
            outbox.execute(sending);
            return true;
        } catch (RejectedExecutionException e) {
            drop();
            LOG.debugf("Dropped a reply: the outbox is full or closed");
            return false;
        }
    }

    private WorkReply error(InferenceError error) {
        return new WorkReply(error.code(), codec.encodeError(error, null), null);
    }

    /** Nobody waits for it any more; but a node that says nothing is taken for dead. */
    private WorkReply tooLate() {
        return error(new InferenceError.DeadlineExceeded(self.address() + " was not done by the deadline."));
    }

    private CompletableFuture<PublishOutcome> send(
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
