package dev.tieline.cloud.controller;

import dev.tieline.cloud.api.ApiEndpoint;
import dev.tieline.cloud.api.World;
import dev.tieline.cloud.catalog.ConflictException;
import dev.tieline.cloud.catalog.Declared;
import dev.tieline.cloud.catalog.NotStoredException;
import dev.tieline.cloud.catalog.ResourceStore;
import dev.tieline.cloud.decisions.DecisionLog;
import dev.tieline.cloud.ingest.Inbox;
import dev.tieline.cloud.messaging.LinkConnected;
import dev.tieline.cloud.messaging.LinkLost;
import dev.tieline.cloud.placement.RouteExplainer;
import dev.tieline.devices.log.LogEvent;
import dev.tieline.devices.web.HostNames;
import dev.tieline.models.store.ModelStoreException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.net.HostName;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Ties the controller to the life of the Quarkus application. */
@Singleton
public class ControllerLifecycle {
    private static final Logger LOG = Logger.getLogger(ControllerLifecycle.class);
    /** The link of all channels but dispatch, as application.properties names it. */
    private static final String CONTROL = "control";

    /** How long requests and dispatches may go on after the controller was told to stop. */
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** How long requests may take to be answered once they were interrupted. */
    private static final Duration HANDING_BACK = Duration.ofSeconds(2);

    private final ControllerConfig config;
    private final Inbox inbox;
    private final Outlets outlets;
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService requests = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("tieline-request-", 0).factory());
    private final ControllerMetrics metrics;
    private @Nullable Router router;
    private volatile boolean ready;
    private volatile boolean draining;
    private @Nullable ResourceStore resources;
    private @Nullable DecisionLog decisions;
    private volatile @Nullable ControlPlane plane;
    private boolean connected;

    ControllerLifecycle(ControllerConfig config, Inbox inbox, Outlets outlets, MeterRegistry metrics) {
        this.metrics = new ControllerMetrics(metrics);
        this.config = config;
        this.inbox = inbox;
        this.outlets = outlets;
    }

    /** Before anything of ours is logged. */
    void log(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        config.log().format().use();
    }

    void remember(@Observes Router applicationRouter) {
        router = applicationRouter;
        ApiEndpoint.hold(applicationRouter, hostNames(), () -> ready);
    }

    /** Those that the setting lists, that of its own URL, and what the machine calls itself. */
    private HostNames hostNames() {
        var url = config.controller().url();
        return HostNames.of(
                        "tieline.controller.hosts", config.controller().hosts().orElse(List.of()))
                .and(url.getHost() == null ? "localhost" : url.getHost())
                .and(HostName.getHostName())
                .and(HostName.getQualifiedHostName());
    }

    /** Whether it has started and has not been told to stop. */
    boolean ready() {
        return ready && !draining;
    }

    /** Reads what was applied and opens the API. @throws StartFailure saying what is wrong */
    public synchronized void start() {
        if (resources != null || router == null) {
            throw new IllegalStateException("a controller starts once, after its router is there");
        }
        var settings = ControllerSettings.of(config);
        var opened = open(settings);
        resources = opened;
        var log = openLog(settings);
        decisions = log;
        var made = new ControlPlane(settings, opened, log, outlets, outlets, clock);
        plane = made;
        metrics.read(made.sources(this::ready));
        new ApiEndpoint(new ApiEndpoint.Parts(opened, world(made, log), clock, requests, settings.maxBlobBytes()))
                .mount(router);
        made.start(inbox);
        if (connected) {
            made.connected();
        }
        ready = true;
        var declared = opened.declared();
        declared.warnings(clock.instant()).forEach(LOG::warn);
        sayReady(settings, declared);
    }

    private static void sayReady(ControllerSettings settings, Declared declared) {
        var sites = declared.sites() == null
                ? "not declared"
                : "version " + declared.sites().version();
        var policy = declared.policy() == null ? "not declared" : declared.policy();
        new LogEvent("controller_ready")
                .with("tenant", settings.tenant())
                .with("home", settings.home())
                .with("sites", sites)
                .with("policy", policy)
                .with("models", declared.models().size())
                .with("deployments", declared.deployments().size())
                .log(() -> LOG.infof(
                        "The controller of tenant %s is ready in %s: site book %s, policy %s, %d models,"
                                + " %d deployments",
                        settings.tenant(),
                        settings.home(),
                        sites,
                        policy,
                        declared.models().size(),
                        declared.deployments().size()));
    }

    private static ResourceStore open(ControllerSettings settings) {
        try {
            return ResourceStore.open(settings.home());
        } catch (ConflictException | NotStoredException | ModelStoreException e) {
            throw new StartFailure(e);
        }
    }

    private static DecisionLog openLog(ControllerSettings settings) {
        try {
            return DecisionLog.open(settings.home().resolve("decisions.jsonl"));
        } catch (UncheckedIOException e) {
            throw new StartFailure(e);
        }
    }

    private static World world(ControlPlane plane, DecisionLog log) {
        var loop = plane.loop();
        return new World(
                plane.fleet()::view,
                loop::plan,
                (from, model, label, purpose) -> RouteExplainer.explain(loop.input(), from, model, label, purpose),
                log,
                plane.rejections());
    }

    /** A link may connect before the controller has started. */
    synchronized void connected(@Observes LinkConnected event) {
        if (event.link().equals(CONTROL)) {
            connected = true;
            if (plane != null) {
                plane.connected();
            }
        }
    }

    synchronized void lost(@Observes LinkLost event) {
        if (event.link().equals(CONTROL)) {
            connected = false;
            if (plane != null) {
                plane.disconnected();
            }
        }
    }

    /** While the API is still open: Quarkus closes it before it tells of {@link ShutdownEvent}. */
    void drain(@Observes ShutdownDelayInitiatedEvent shutdown) {
        draining = true;
        requests.shutdown();
        var running = plane;
        try {
            if (running != null && !running.drain(GRACE)) {
                LOG.warnf("Dispatches are not done with %s after the end was announced", GRACE);
            }
            if (!requests.awaitTermination(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warnf("Interrupting the requests that still run %s after the end was announced", GRACE);
                requests.shutdownNow();
                var unused = requests.awaitTermination(HANDING_BACK.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void stop(@Observes ShutdownEvent shutdown) {
        ready = false;
        if (plane != null) {
            plane.close();
            plane = null;
        }
        requests.shutdownNow();
        if (resources != null) {
            resources.close();
            resources = null;
        }
        if (decisions != null) {
            decisions.close();
            decisions = null;
        }
    }
}
