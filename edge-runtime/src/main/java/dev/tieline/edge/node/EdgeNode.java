package dev.tieline.edge.node;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.NodeId;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.log.LogEvent;
import dev.tieline.edge.admission.AdmissionController;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.Prospects;
import dev.tieline.edge.background.BackgroundThread;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.dispatch.InferenceDispatcher;
import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.knowledge.HttpPolicySource;
import dev.tieline.edge.knowledge.KnowledgeBase;
import dev.tieline.edge.metrics.NodeMetrics;
import dev.tieline.edge.metrics.Sources;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.repository.LocalRepository;
import dev.tieline.edge.repository.ModelRepository;
import dev.tieline.edge.repository.TenureWatch;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.oip.OipCodec;
import io.vertx.ext.web.Router;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The node: every part of it, made from the configuration, started and stopped together.
 *
 * <p>It is ready once {@link #start} has loaded the models. The broker may be absent: the link looks for it in the
 * background, and the node serves meanwhile.
 */
public final class EdgeNode implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EdgeNode.class);
    /** How long the broker may take to answer that this node drains. */
    private static final Duration NOTICE = Duration.ofSeconds(1);
    /** How long requests may take to be answered once they were interrupted. */
    private static final Duration HANDING_BACK = Duration.ofSeconds(2);
    /** How long the fetch of a policy bundle may take. */
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(30);

    private final NodeConfig config;
    private final ExecutorService requests = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("tieline-request-", 0).factory());
    private final ModelRegistry models = new ModelRegistry();
    private final RunSlots slots;
    private final OipCodec codec;
    private final Ticker ticker = System::nanoTime;
    private final SecureRandom random = new SecureRandom();
    private final DeviceId self;
    private final KnowledgeBase knowledge =
            new KnowledgeBase(new HttpPolicySource(FETCH_TIMEOUT), new BackgroundThread("tieline-knowledge"), random);
    private final DecisionPoint policy;
    private final Tracing tracing;
    private final LocalServing serving;
    private final NodeMetrics metrics;
    private final NodeHealth health;
    private final @Nullable Federation federation;
    private final ModelRepository repository;
    /** Only of a node that works alone. */
    private final @Nullable TenureWatch tenure;

    private final Endpoints endpoints;
    private final AtomicBoolean draining = new AtomicBoolean();
    private volatile boolean ready;

    /**
     * Makes the node: no model is loaded and nothing is sent yet, but the folders that it writes to are made.
     *
     * @param metrics takes what is to be seen of it
     * @throws IllegalArgumentException if a setting is wrong
     * @throws StartFailure if a setting or a folder cannot be used, saying why
     */
    public EdgeNode(NodeConfig config, NodeMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
        var identity = config.node();
        if (config.serving().grace().isNegative()) {
            throw new StartFailure("The setting tieline.serving.grace is "
                    + config.serving().grace() + ", and a grace is not negative.");
        }
        self = new DeviceId(TenantId.of(identity.tenant()), SiteId.of(identity.site()), NodeId.of(identity.name()));
        slots = new RunSlots(
                config.serving().slots().orElse(Runtime.getRuntime().availableProcessors()),
                config.serving().queue());
        codec = new OipCodec(Endpoints.limits(config.serving()));
        policy = new DecisionPoint(self, knowledge, Clock.systemUTC(), random);
        tracing = NodeTracing.of(config.tracing(), self, ticker, Clock.systemUTC());
        serving = new LocalServing(ticker, Clock.systemUTC(), tracing);
        federation = config.link().broker().isPresent() ? federation() : null;
        health = new NodeHealth(() -> ready, draining::get, slots);
        if (federation == null) {
            var alone = localRepository();
            repository = alone;
            tenure = new TenureWatch(alone::reconsider, new BackgroundThread("tieline-tenure"));
        } else {
            repository = federation.repository(models); // what it holds is the controller's to say
            tenure = null;
        }
        endpoints = new Endpoints(
                config.serving(),
                new Endpoints.Parts(
                        codec, door(), models, serving.statistics(), repository, health, ticker, random, requests));
    }

    /**
     * Loads what the node knows and the models, then connects; goes no further once the node drains.
     *
     * @throws StartFailure saying what is wrong
     */
    public void start() {
        learn();
        ModelLoading.load(config.models(), models, policy, draining::get);
        if (federation != null && !draining.get()) {
            federation.restore();
        }
        if (draining.get()) {
            LOG.infof("Node %s was told to stop while it started", self);
            return;
        }
        if (federation != null) {
            federation.start();
        }
        if (tenure != null) {
            tenure.start();
        }
        ready = !draining.get();
        sayReady();
    }

    private void sayReady() {
        var loaded = models.manifests().stream().map(ModelManifest::ref).toList();
        var broker = config.link().broker().map(uri -> "broker " + uri).orElse("no broker");
        new LogEvent("node_ready")
                .with("node", self)
                .with("models", loaded)
                .with("slots", slots.slots())
                .with("queue", config.serving().queue())
                .with("broker", config.link().broker().orElse(null))
                .log(() -> LOG.infof(
                        "Node %s is ready: models %s, %d run slots, queue of %d, %s",
                        self, loaded, slots.slots(), config.serving().queue(), broker));
    }

    /** A node that works alone knows its files; one with a broker remembers what it is told, too. */
    private void learn() {
        var given = KnowledgeFiles.read(config.knowledge());
        if (federation == null) {
            knowledge.start(given);
            return;
        }
        try {
            knowledge.start(given, config.node().home().resolve("knowledge"));
        } catch (UncheckedIOException e) {
            throw new StartFailure(
                    "This node cannot keep what it is told: " + e.getMessage() + ": " + e.getCause()
                            + ". Maybe the folder is not this node's, or a file has its name",
                    e);
        }
        if (knowledge.holdings().policy().bundles().isEmpty()) {
            LOG.warn("No policy bundle is known yet: nothing may leave this node, and no work is accepted.");
        }
    }

    /** Adds the services and the paths of the endpoint, of which the last answers whatever is left. */
    public void mount(Router router) {
        endpoints.mount(router);
    }

    /**
     * Takes no new requests and ends those that go on, while the endpoint and the links still stand: says first that this
     * node drains, lets requests end within the grace, then interrupts the rest, which are handed back as errors. Doing
     * it again does nothing.
     */
    public void drain() {
        if (!draining.compareAndSet(false, true)) {
            return;
        }
        ready = false;
        new LogEvent("node_draining")
                .with("node", self)
                .with("grace", config.serving().grace())
                .log(() -> LOG.infof(
                        "Node %s takes no more requests; those that go on have %s",
                        self, config.serving().grace()));
        endpoints.drain();
        if (federation != null) {
            federation.drain(NOTICE);
        }
        endRequests();
    }

    /** Drains, if that has not been done, and frees connections and models. */
    @Override
    public void close() {
        drain();
        if (federation != null) {
            federation.close();
        }
        if (tenure != null) {
            tenure.close();
        }
        knowledge.close();
        slots.close();
        models.close();
        tracing.close();
    }

    /** Replies are owed, and others owe them to us. */
    private void endRequests() {
        var grace = config.serving().grace();
        requests.shutdown();
        try {
            if (!requests.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS)) {
                new LogEvent("drain_interrupted")
                        .with("grace", grace)
                        .log(() -> LOG.warnf(
                                "Interrupting the requests that still run %s after the end was announced", grace));
                requests.shutdownNow();
                if (!requests.awaitTermination(HANDING_BACK.toNanos(), TimeUnit.NANOSECONDS)) {
                    LOG.warnf("Leaving requests unanswered that %s were not enough to hand back", HANDING_BACK);
                }
            }
        } catch (InterruptedException e) {
            requests.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Federation federation() {
        return new Federation(
                self,
                config,
                new Federation.Local(policy, knowledge, models, slots, serving, codec, ticker, requests, tracing),
                random);
    }

    private FrontDoor door() {
        var offloading = federation == null ? Offloading.none("this node has no broker") : federation.offloading();
        Prospects prospects = federation == null ? Prospects.none() : federation::prospect;
        var admission =
                new AdmissionController(self.address(), knowledge, policy, offloading.reachability(), prospects);
        var dispatcher = new InferenceDispatcher(
                new InferenceDispatcher.Parts(self.address(), admission, policy, models, slots, serving, offloading));
        var defaults = Endpoints.defaults(config.tenant(), config.serving());
        var calls = new CallReader(
                codec,
                ticker,
                random,
                defaults,
                models::manifest,
                model -> knowledge.get().routes().label(model));
        var door = new FrontDoor(calls, dispatcher, requests, NodeLimits.entrance(config.serving()), tracing, metrics);
        if (federation != null) {
            federation.admitDevices(door);
        }
        measure(door);
        return door;
    }

    /** A node that works alone changes its models itself. */
    private LocalRepository localRepository() {
        var profile =
                config.node().profile().map(DeviceProfile::read).orElseGet(() -> PlatformProfile.of(config, slots));
        return new LocalRepository(new LocalRepository.Parts(
                config.models().catalog(),
                config.models().store(),
                models,
                profile.capacity().modelMemoryBytes(),
                policy,
                draining::get));
    }

    private void measure(FrontDoor door) {
        metrics.read(new Sources(
                slots,
                config.serving().queue(),
                models,
                serving.statistics(),
                door::inside,
                door::held,
                health::ready,
                name -> models.manifest(name).isPresent()
                        || !knowledge.get().routes().forModel(name).isEmpty(),
                federation == null ? null : federation.sources()));
    }
}
