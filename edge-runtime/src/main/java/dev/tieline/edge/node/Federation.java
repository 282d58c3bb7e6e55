package dev.tieline.edge.node;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.TlsOptions;
import dev.tieline.devices.wire.ConnectionKind;
import dev.tieline.devices.wire.HeaderException;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.devices.wire.Topics;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.edge.background.BackgroundThread;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.knowledge.KnowledgeBase;
import dev.tieline.edge.metrics.Sources;
import dev.tieline.edge.offload.Circuits;
import dev.tieline.edge.offload.OffloadClient;
import dev.tieline.edge.offload.OffloadSettings;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.offload.PendingReplies;
import dev.tieline.edge.presence.BirthSequence;
import dev.tieline.edge.presence.PresenceAnnouncer;
import dev.tieline.edge.reconcile.ReconcileSettings;
import dev.tieline.edge.reconcile.Reconciler;
import dev.tieline.edge.reconcile.Reporter;
import dev.tieline.edge.repository.ManagedRepository;
import dev.tieline.edge.repository.ModelRepository;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.edge.telemetry.Gauges;
import dev.tieline.edge.telemetry.TelemetryPublisher;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.edge.work.ReplyOutbox;
import dev.tieline.edge.work.WorkReceiver;
import dev.tieline.models.ModelName;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.store.ModelStoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The node's part in the federation: two connections to the broker, so that heartbeats never wait behind a tensor, and
 * everything that speaks over them.
 */
final class Federation implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Federation.class);
    /** Refusals that may wait for the link; whoever gets none asks another node after its attempt timeout. */
    private static final int REPLIES_WAITING = 1_024;

    private final DeviceId self;
    private final Local local;
    private final MqttLink control;
    private final MqttLink work;
    private final EgressGuard egress;
    private final PresenceAnnouncer presence;
    private final PendingReplies replies;
    private final OffloadClient offloading;
    private final WorkReceiver receiver;
    private final ReplyOutbox outbox = new ReplyOutbox(REPLIES_WAITING);
    private final KnowledgeBase knowledge;
    private final TelemetryPublisher telemetry;
    private final Reporter reporter;
    private final Reconciler reconciler;
    private @Nullable LocalDevices devices;
    /** Whether the broker has the birth of the present connection. */
    private volatile boolean believed;

    /** What the node has without the federation. */
    record Local(
            DecisionPoint policy,
            KnowledgeBase knowledge,
            ModelRegistry models,
            RunSlots slots,
            LocalServing serving,
            OipCodec codec,
            Ticker ticker,
            Executor requests,
            Tracing tracing) {}

    Federation(DeviceId self, NodeConfig config, Local local, RandomGenerator random) {
        this.self = self;
        this.local = local;
        var profile = config.node()
                .profile()
                .map(DeviceProfile::read)
                .orElseGet(() -> PlatformProfile.of(config, local.slots()));
        var births = new BirthSequence(home(config).resolve("birth"), Clock.systemUTC());
        presence = new PresenceAnnouncer(self, profile, births);
        control = new MqttLink(options(config.link(), ConnectionKind.CONTROL).withWill(presence::will), random);
        work = new MqttLink(options(config.link(), ConnectionKind.WORK), random);
        egress = new EgressGuard(self, local.policy, control, work);
        replies = new PendingReplies(random);
        var settings = new OffloadSettings(
                config.offload().attemptTimeout(), config.offload().maxBody());
        var circuits = new Circuits(local.ticker, random);
        offloading = new OffloadClient(
                new OffloadClient.Parts(self, work, egress, replies, local.codec, circuits), settings, local.tracing);
        receiver = new WorkReceiver(
                new WorkReceiver.Parts(
                        self,
                        local.policy,
                        egress,
                        local.models,
                        local.slots,
                        local.serving,
                        local.codec,
                        local.ticker,
                        local.requests,
                        outbox),
                config.work().cacheBytes(),
                config.work().cacheAge(),
                local.tracing);
        reporter =
                new Reporter(births::current, local.knowledge::holdings, control::connected, egress::announceReported);
        reconciler = reconciler(config, local, profile.capacity().modelMemoryBytes(), random);
        knowledge = local.knowledge;
        telemetry = new TelemetryPublisher(
                gauges(local, births, config.serving().queue()),
                egress,
                config.telemetry().period(),
                random,
                new BackgroundThread("tieline-telemetry"));
    }

    private Reconciler reconciler(NodeConfig config, Local local, long memoryLimit, RandomGenerator random) {
        var parts = new Reconciler.Parts(
                local.models,
                config.models().store(),
                home(config).resolve("desired.json"),
                memoryLimit,
                local.policy,
                reporter,
                local.ticker);
        try {
            return new Reconciler(parts, random, ReconcileSettings.DEFAULT);
        } catch (ModelStoreException e) {
            throw new StartFailure(e);
        }
    }

    private Gauges gauges(Local local, BirthSequence births, int queueLimit) {
        return new Gauges(
                Clock.systemUTC(),
                births::current,
                local.slots,
                queueLimit,
                local.models,
                local.serving,
                Processors::used,
                control::roundTrip,
                work::connected);
    }

    /** What the metrics are read from. */
    Sources.Federation sources() {
        return new Sources.Federation(
                Map.of("control", control::connected, "work", work::connected),
                offloading::openCircuits,
                offloading.attempts()::byOutcome,
                offloading.dispatches()::byOutcome,
                receiver::dropped,
                this::unanswered);
    }

    /** Nothing before devices are let in. */
    private Map<String, Long> unanswered() {
        return devices == null ? Map.of() : devices.unanswered();
    }

    Offloading offloading() {
        return offloading;
    }

    /** The models as this node reports them to its controller, which decides what they are. */
    ModelRepository repository(ModelRegistry models) {
        return new ManagedRepository(models, reporter::models);
    }

    /** Lets the requests of local devices in by that door, once the node starts. */
    void admitDevices(FrontDoor door) {
        devices = new LocalDevices(self, door, egress, local);
    }

    /** Why a model that is neither here nor elsewhere, as far as this node knows, may be served soon. */
    Optional<String> prospect(ModelName model) {
        var desired = reconciler.desired();
        if (desired.isEmpty() && !knowledge.told()) {
            return Optional.of("this node has not been told yet which models there are");
        }
        return desired.stream()
                .flatMap(state -> state.models().stream())
                .filter(shall -> shall.ref().name().equals(model))
                .findFirst()
                .map(shall -> "this node shall hold " + shall.ref() + " and does not yet");
    }

    /** Loads what was desired last and needs no network. */
    void restore() {
        reconciler.restore();
    }

    void start() {
        var topics = new Topics(self.tenant());
        // A node that has not announced itself is not believed: how it does comes after what it is.
        control.onConnected(() -> {
            var unused = presence.connected(egress).thenAccept(announced -> {
                believed = announced;
                tellHowItDoes();
            });
        });
        control.onDisconnected(reason -> {
            believed = false;
            telemetry.disconnected();
        });
        control.onConnected(reporter::connected);
        // The two go to one broker: when it is back, a node that is heard of and cannot work helps nobody.
        control.onConnected(work::retryNow);
        work.onConnected(control::retryNow);
        knowledge.onChanged(reconciler::reportSoon);
        control.subscribe(topics.desired(self.address()), 1, reconciler::heard);
        control.subscribe(
                topics.state(self.address()), 1, message -> presence.heard(message, egress, control::reconnect));
        control.subscribe(topics.sites(), 1, knowledge::sites);
        control.subscribe(topics.policy(), 1, knowledge::policy);
        control.subscribe(topics.routes(self.address()), 1, knowledge::routes);
        work.onConnected(this::tellHowItDoes);
        work.onDisconnected(reason -> replies.linkLost());
        work.onDisconnected(reason -> tellHowItDoes());
        work.subscribe(topics.reply(self.address()), 1, this::replied);
        work.subscribe(topics.work(self.address()), 1, receiver::receive);
        if (devices != null) {
            work.subscribe(topics.allInfer(self.address()), 1, devices::receive);
        }
        reconciler.start();
        control.start();
        work.start();
    }

    /** At once: whether work can reach this node is news. */
    private void tellHowItDoes() {
        if (believed && control.connected()) {
            telemetry.connected();
        }
    }

    /**
     * Tells the others to send no more work; replies can still be sent and received.
     *
     * @param patience how long the message may wait for its turn, and the broker take to answer it
     */
    void drain(Duration patience) {
        receiver.drain();
        if (devices != null) {
            devices.drain();
        }
        var announced = presence.draining(egress, patience);
        if (!control.connected()) {
            return;
        }
        try {
            var told = announced
                    .completeOnTimeout(false, patience.toNanos(), TimeUnit.NANOSECONDS)
                    .get();
            if (!told) {
                LOG.warnf("The broker has not taken it that this node drains");
            }
        } catch (ExecutionException e) {
            LOG.warnf("Cannot tell that this node drains: %s", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        telemetry.close();
        reconciler.close();
        outbox.close();
        if (devices != null) {
            devices.close();
        }
        work.close();
        control.close();
    }

    private void replied(InboundMessage message) {
        var correlation = message.properties().correlationData();
        try {
            if (correlation == null
                    || !replies.complete(correlation, ReplyHeaders.read(message.properties()), message.payload())) {
                LOG.debugf("Dropped a reply that nothing waits for");
            }
        } catch (HeaderException e) {
            LOG.warnf("Dropped a malformed reply: %s", e.getMessage());
        }
    }

    private LinkOptions options(NodeConfig.Link link, ConnectionKind kind) {
        var broker = link.broker().orElseThrow();
        requireLoopback(broker);
        var options = LinkOptions.of(broker, Topics.clientId(self, kind)).withKeepAlive(link.keepAlive());
        if (link.username().isPresent()) {
            options = options.withCredentials(
                    link.username().get(), link.password().orElse(null));
        }
        return link.trust().isPresent()
                ? options.withTls(TlsOptions.trusting(link.trust().get()))
                : options;
    }

    /** Until nodes and brokers authenticate each other, nothing goes beyond this machine. */
    private static void requireLoopback(URI broker) {
        try {
            if (InetAddress.getByName(broker.getHost()).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            throw new StartFailure("The broker's host " + broker.getHost() + " cannot be resolved.", e);
        }
        throw new StartFailure("The broker " + broker
                + " is not on this machine. Until fleet security lands, nodes and brokers meet on loopback only.");
    }

    private static Path home(NodeConfig config) {
        var home = config.node().home();
        try {
            return Files.createDirectories(home);
        } catch (IOException e) {
            throw new StartFailure("The node's folder " + home + " cannot be made: " + e.getMessage(), e);
        }
    }
}
