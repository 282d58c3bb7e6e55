package dev.tieline.edge.admission;

import dev.tieline.devices.ClientId;
import dev.tieline.devices.DeviceId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.Topics;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.policy.PolicyDecision;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The only class that publishes.
 *
 * <p>Work leaves when the node's own policy permits the whole path at the moment of sending, whatever a route or an
 * earlier decision said. That moment is the hand-over to a connection that has a place for it: what waits for a place
 * is judged again when it has one. To the controller, which is still to choose the executor, a body goes only if the
 * path is permitted whoever that is; else the question goes without it. A reply is covered by the decision on the path of
 * the request that it answers. The answer to a local device passes the broker, and leaves as work does; a refusal tells
 * nothing that did not pass the broker before. Announcements and telemetry carry facts of the node itself and go to the
 * node's own topics only. Topics are built here from typed addresses, so a message cannot go anywhere but where the
 * decision was about.
 */
public final class EgressGuard {

    /** What became of work, or of an answer, that wanted to leave. */
    public sealed interface Egress {
        /**
         * It was permitted and handed to the link.
         *
         * @param decisionId what the decision is known by
         */
        record Sent(String decisionId, CompletableFuture<PublishOutcome> outcome) implements Egress {}

        /** It was denied, and nothing left. */
        record Refused(PolicyDecision.Deny decision) implements Egress {}
    }

    /** What became of a call that wanted to go to the controller. */
    public sealed interface Dispatched {
        /**
         * All of it was permitted, whoever will run it, and handed to the link.
         *
         * @param decisionId what the decision is known by
         */
        record Whole(String decisionId, PolicyDecision.Permit permit, CompletableFuture<PublishOutcome> outcome)
                implements Dispatched {}

        /** The question was handed to the link, and the body stayed. */
        record Enquiry(CompletableFuture<PublishOutcome> outcome) implements Dispatched {}

        /** It was denied, and nothing left. */
        record Refused(PolicyDecision.Deny decision) implements Dispatched {}

        /** The site book names no controller, and nothing left. */
        record NoController() implements Dispatched {}
    }

    /** A call for the controller, in the two forms that it may have. */
    public interface Parcel {
        /** The properties of a message with the body, where the decision is known by that id. */
        MessageProperties whole(PolicyDecision.Permit permit, String decisionId);

        byte[] body();

        /** The properties of a message without it. */
        MessageProperties enquiry(String decisionId);

        /** How long to wait at most until the message can leave. */
        Duration patience();
    }

    /** Hands a message to a connection. */
    interface Publisher {
        /**
         * Publishes what is written once it can leave, waiting for that: at most so long, or without limit where that is
         * left out. Nothing if nothing was written.
         */
        Optional<CompletableFuture<PublishOutcome>> publish(
                @Nullable Duration patience, Supplier<Optional<OutboundMessage>> writer);

        default CompletableFuture<PublishOutcome> publish(@Nullable Duration patience, OutboundMessage message) {
            return publish(patience, () -> Optional.of(message)).orElseThrow();
        }

        default CompletableFuture<PublishOutcome> publish(OutboundMessage message) {
            return publish(message.properties().expiry(), message);
        }
    }

    private static final Logger LOG = Logger.getLogger(EgressGuard.class);
    private static final byte[] NO_BODY = {};

    private final DeviceId self;
    private final Topics topics;
    private final DecisionPoint policy;
    private final Publisher control;
    private final Publisher work;

    public EgressGuard(DeviceId self, DecisionPoint policy, MqttLink control, MqttLink work) {
        this(self, policy, control::publish, work::publish);
    }

    EgressGuard(DeviceId self, DecisionPoint policy, Publisher control, Publisher work) {
        this.self = self;
        this.topics = new Topics(self.tenant());
        this.policy = policy;
        this.control = control;
        this.work = work;
    }

    /**
     * Sends a call's body to the node that shall run it, if the path there and back is permitted when it can leave.
     *
     * @param properties the message's properties, asked for when it can leave, with the id of the decision
     * @param patience how long to wait at most until the message can leave
     */
    public Egress sendWork(
            InferenceCall call,
            NodeAddress executor,
            byte[] body,
            Function<String, MessageProperties> properties,
            Duration patience) {
        return send(
                new Passage("infer", call, executor.toString(), policy.newId()),
                () -> policy.leave(call, executor),
                id -> OutboundMessage.of(topics.work(executor), body, properties.apply(id)),
                patience);
    }

    /**
     * Sends the answer of a call to a client at this node's own site, if the way over the broker is permitted when it can
     * leave.
     *
     * @param properties the message's properties, asked for when it can leave
     * @param patience how long to wait at most until the message can leave
     */
    public Egress sendAnswer(
            InferenceCall call,
            ClientId client,
            byte[] body,
            Supplier<MessageProperties> properties,
            Duration patience) {
        return send(
                new Passage("answer", call, client.toString(), policy.newId()),
                () -> policy.answer(call),
                id -> OutboundMessage.of(topics.client(self.site(), client), body, properties.get()),
                patience);
    }

    /** Tells a client at this node's own site why it gets no answer. That carries nothing of a model's output. */
    public CompletableFuture<PublishOutcome> sendRefusal(ClientId client, byte[] error, MessageProperties properties) {
        return work.publish(OutboundMessage.of(topics.client(self.site(), client), error, properties));
    }

    private Egress send(
            Passage passage,
            Supplier<PolicyDecision> judge,
            Function<String, OutboundMessage> message,
            Duration patience) {
        var decision = new AtomicReference<>(judge.get()); // what is denied need not wait
        var sent = decision.get().permitted()
                ? work.publish(patience, () -> {
                    decision.set(judge.get());
                    return decision.get().permitted() ? Optional.of(message.apply(passage.id())) : Optional.empty();
                })
                : Optional.<CompletableFuture<PublishOutcome>>empty();
        passage.decided(decision::get);
        return switch (decision.get()) {
            case PolicyDecision.Deny deny -> new Egress.Refused(deny);
            case PolicyDecision.Permit permit -> new Egress.Sent(passage.id(), sent.orElseThrow());
        };
    }

    /**
     * Sends a call to the controller, so that it finds a node for it. The body goes along only if, when it can leave,
     * the whole way is permitted with an executor of which nothing is known; otherwise only the question goes.
     */
    public Dispatched sendDispatch(InferenceCall call, Parcel parcel) {
        var passage = new Passage("dispatch", call, "the controller", policy.newId());
        var decision = new AtomicReference<>(policy.dispatch(call)); // what is denied need not wait
        var sent = mayLeave(decision.get())
                ? work.publish(parcel.patience(), () -> {
                    decision.set(policy.dispatch(call));
                    return message(call, decision.get(), parcel, passage.id());
                })
                : Optional.<CompletableFuture<PublishOutcome>>empty();
        return switch (decision.get()) {
            case Dispatching.Whole(var controller, var permit) -> {
                passage.decided(() -> permit);
                yield new Dispatched.Whole(passage.id(), permit, sent.orElseThrow());
            }
            case Dispatching.Enquiry(var controller, var deny) -> {
                passage.decided(() -> deny);
                yield new Dispatched.Enquiry(sent.orElseThrow());
            }
            case Dispatching.Nothing(var controller, var deny) -> {
                passage.decided(() -> deny);
                yield new Dispatched.Refused(deny);
            }
            case Dispatching.NoController none -> new Dispatched.NoController();
        };
    }

    private static boolean mayLeave(Dispatching decision) {
        return decision instanceof Dispatching.Whole || decision instanceof Dispatching.Enquiry;
    }

    private Optional<OutboundMessage> message(
            InferenceCall call, Dispatching decision, Parcel parcel, String decisionId) {
        var topic = topics.dispatch(call.model());
        return switch (decision) {
            case Dispatching.Whole(var controller, var permit) ->
                Optional.of(OutboundMessage.of(topic, parcel.body(), parcel.whole(permit, decisionId)));
            case Dispatching.Enquiry enquiry ->
                Optional.of(OutboundMessage.of(topic, NO_BODY, parcel.enquiry(decisionId)));
            case Dispatching.Nothing nothing -> Optional.empty();
            case Dispatching.NoController none -> Optional.empty();
        };
    }

    /** Sends the answer to accepted work back to the node that asked. */
    public CompletableFuture<PublishOutcome> sendReply(NodeAddress asker, byte[] body, MessageProperties properties) {
        return work.publish(new OutboundMessage(topics.reply(asker), body, 1, false, properties));
    }

    /**
     * Says what state this node is in; retained.
     *
     * @param patience how long to wait at most until it can leave; without limit where left out
     * @return completed with whether the broker took it
     */
    public CompletableFuture<Boolean> announceState(byte[] presence, @Nullable Duration patience) {
        return announce(topics.state(self.address()), presence, patience);
    }

    /** Says what this node is made of; retained. Completed with whether the broker took it. */
    public CompletableFuture<Boolean> announceBirth(byte[] profile) {
        return announce(topics.birth(self.address()), profile, null);
    }

    /** Says how this node does; not retained, and worth nothing after the expiry. */
    public void sendTelemetry(byte[] cbor, Duration expiry) {
        var properties =
                MessageProperties.NONE.withContentType("application/cbor").withExpiry(expiry);
        var unused = control.publish(new OutboundMessage(topics.telemetry(self.address()), cbor, 0, false, properties));
    }

    /** Says what models and which knowledge this node holds; retained. Completed with whether the broker took it. */
    public CompletableFuture<Boolean> announceReported(byte[] reported) {
        return announce(topics.reported(self.address()), reported, null);
    }

    private CompletableFuture<Boolean> announce(String topic, byte[] document, @Nullable Duration patience) {
        var properties = MessageProperties.NONE.withContentType("application/json");
        return control.publish(patience, new OutboundMessage(topic, document, 1, true, properties))
                .thenApply(outcome -> {
                    if (outcome instanceof PublishOutcome.Failed failed) {
                        LOG.warnf("Could not announce %s: %s", topic, failed.failure());
                        return false;
                    }
                    return true;
                });
    }
}
