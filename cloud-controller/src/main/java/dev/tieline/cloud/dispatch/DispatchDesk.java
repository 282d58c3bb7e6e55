package dev.tieline.cloud.dispatch;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.NodeId;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.wire.HeaderException;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.devices.wire.Topic;
import dev.tieline.devices.wire.Topics;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Takes what hangs at the dispatch topic and forwards or answers it.
 *
 * <p>A message is done with once it was forwarded or answered, or once nobody can be told; only then is it acknowledged,
 * so the connection's receive window bounds the bodies that are held. The budget runs on while it is here.
 * Safe for use by several threads.
 */
public final class DispatchDesk {
    private static final Logger LOG = Logger.getLogger(DispatchDesk.class);
    private static final NodeId CONTROLLER = NodeId.of("controller");
    private static final SiteId NOWHERE = SiteId.of("controller");
    private static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);
    private static final Duration SMALLEST_BUDGET = Duration.ofNanos(1_000);
    private static final Duration UNREAD_REPLY_HOLDS = Duration.ofSeconds(10);
    private static final Duration TROUBLE_MAY_PASS = Duration.ofSeconds(5);
    private static final Duration RESTART_TAKES = Duration.ofSeconds(5);

    private final Topics topics;
    private final Supplier<DispatchWorld> world;
    private final Placements placements;
    private final Courier courier;
    private final LongSupplier nanos;
    private final Phaser underWay = new Phaser(1);
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder placing = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile boolean draining;

    /** Where an answer goes to. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Asker(NodeAddress node, byte[] correlation) {}

    /** A message that can be answered. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Order(Asker asker, WorkHeaders headers, byte[] body, long receivedAt) {}

    /** @param nanos a clock that only runs forward, in nanoseconds */
    public DispatchDesk(
            Topics topics, Supplier<DispatchWorld> world, Placements placements, Courier courier, LongSupplier nanos) {
        this.topics = topics;
        this.world = world;
        this.placements = placements;
        this.courier = courier;
        this.nanos = nanos;
    }

    /**
     * Handles one message.
     *
     * @return completed when it is done with; never exceptionally
     * @throws HeaderException if it is malformed; its sender has been told, where that could be done
     * @throws IllegalArgumentException if nobody can be told: it has no reply topic of this tenant, or no correlation
     */
    public CompletionStage<Void> handle(String topic, byte[] body, MessageProperties properties) {
        long receivedAt = nanos.getAsLong();
        var asker = asker(properties);
        var headers = headers(topic, asker, properties);
        var order = new Order(asker, headers, body, receivedAt);
        if (draining) {
            refused.increment();
            return answer(order, new InferenceError.Overloaded("The controller is shutting down", RESTART_TAKES, null));
        }
        underWay.register();
        try {
            return decide(order).whenComplete((done, failure) -> underWay.arriveAndDeregister());
        } catch (RuntimeException | Error e) {
            underWay.arriveAndDeregister();
            throw e;
        }
    }

    /**
     * Refuses what comes from now on, and waits until what came before is forwarded or answered. Once only.
     *
     * @return whether all of it is, within the grace
     */
    public boolean drain(Duration grace) throws InterruptedException {
        draining = true;
        try {
            underWay.awaitAdvanceInterruptibly(underWay.arriveAndDeregister(), grace.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** How many calls were forwarded to a node, had a node looked for, or were refused, by these words. */
    public Map<String, Long> outcomes() {
        return Map.of("forwarded", forwarded.sum(), "placing", placing.sum(), "refused", refused.sum());
    }

    private CompletionStage<Void> decide(Order order) {
        var view = world.get();
        var site = view.sites().controller();
        if (site.isEmpty()) {
            refused.increment();
            return answer(order, new InferenceError.Unreachable("The site book does not say where the controller is"));
        }
        var request = new DispatchRequest(order.asker.node, order.headers, order.body.length == 0);
        return switch (DispatchPlanner.decide(request, view)) {
            case DispatchDecision.Answer(InferenceError error) -> {
                refused.increment();
                yield answer(order, error);
            }
            case DispatchDecision.Forward(List<NodeAddress> candidates) -> {
                forwarded.increment();
                yield forward(order, candidates, 0, site.get());
            }
            case DispatchDecision.Place place -> {
                placing.increment();
                yield answer(order, placed(place, view));
            }
        };
    }

    private InferenceError placed(DispatchDecision.Place place, DispatchWorld view) {
        try {
            return DispatchPlanner.afterPlacement(place, placements.want(place.deployment(), place.want()), view);
        } catch (RuntimeException e) {
            LOG.errorf(e, "No node could be looked for, for %s", place);
            return new InferenceError.Overloaded("The controller could not look for a node", TROUBLE_MAY_PASS, null);
        }
    }

    private Asker asker(MessageProperties properties) {
        var node = topics.originOf(String.valueOf(properties.responseTopic()))
                .orElseThrow(() -> new IllegalArgumentException("it cannot be answered: its response topic is "
                        + properties.responseTopic() + ", which is not the reply topic of a node of this tenant"));
        var correlation = properties.correlationData();
        if (correlation == null) {
            throw new IllegalArgumentException("it cannot be answered: it has no correlation data");
        }
        return new Asker(node, correlation);
    }

    private WorkHeaders headers(String topic, Asker asker, MessageProperties properties) {
        try {
            var headers = WorkHeaders.read(properties);
            var model = Topics.parse(topic)
                    .map(parsed -> parsed instanceof Topic.DispatchTopic dispatch
                            && dispatch.model().equals(headers.model()));
            if (!model.orElse(false)) {
                throw new IllegalArgumentException(
                        "it is for " + headers.model() + " and came by the topic of another model: " + topic);
            }
            return headers;
        } catch (HeaderException e) {
            var error = new InferenceError.InvalidRequest("The dispatch message is malformed: " + e.getMessage());
            var unused = reply(asker, "unknown", error, UNREAD_REPLY_HOLDS);
            throw e;
        }
    }

    private CompletionStage<Void> forward(Order order, List<NodeAddress> candidates, int index, SiteId via) {
        var left = left(order);
        if (index == candidates.size()) {
            return answer(order, new InferenceError.Unreachable("None of " + candidates + " took the work"));
        }
        if (left.compareTo(SMALLEST_BUDGET) < 0) {
            return CompletableFuture.completedFuture(null); // its caller has an answer by now
        }
        var node = candidates.get(index);
        var headers = order.headers.forwarded(via, left);
        var properties = MessageProperties.ofUser(headers.toUserProperties())
                .withReplyTo(topics.reply(order.asker.node), order.asker.correlation)
                .withExpiry(left);
        var message = new OutboundMessage(topics.work(node), order.body, 1, false, properties);
        return courier.send(message)
                .handle((sent, failure) -> {
                    if (failure == null) {
                        LOG.debugf("Forwarded %s of %s to %s", order.headers.requestId(), order.asker.node, node);
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    LOG.debugf("%s did not get %s: %s", node, order.headers.requestId(), failure.getMessage());
                    return forward(order, candidates, index + 1, via);
                })
                .thenCompose(next -> next);
    }

    private CompletionStage<Void> answer(Order order, InferenceError error) {
        var left = left(order);
        return left.isPositive()
                ? reply(order.asker, order.headers.requestId(), error, left)
                : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> reply(Asker asker, String requestId, InferenceError error, Duration expiry) {
        var self = new NodeAddress(world.get().sites().controller().orElse(NOWHERE), CONTROLLER);
        var headers = new ReplyHeaders(requestId, error.code(), 0, self, null);
        var properties = MessageProperties.ofUser(headers.toUserProperties())
                .withCorrelation(asker.correlation)
                .withExpiry(expiry);
        var message =
                new OutboundMessage(topics.reply(asker.node), CODEC.encodeError(error, null), 1, false, properties);
        return courier.send(message).exceptionally(failure -> {
            LOG.debugf("%s was not told '%s': %s", asker.node, error.message(), failure.getMessage());
            return null;
        });
    }

    private Duration left(Order order) {
        return order.headers.budget().minusNanos(nanos.getAsLong() - order.receivedAt);
    }
}
