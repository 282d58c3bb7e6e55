package dev.tieline.cloud.controller;

import dev.tieline.cloud.api.ApiEndpoint;
import dev.tieline.cloud.api.World;
import dev.tieline.cloud.catalog.ConflictException;
import dev.tieline.cloud.catalog.NotStoredException;
import dev.tieline.cloud.catalog.ResourceStore;
import dev.tieline.cloud.decisions.DecisionLog;
import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.placement.RouteExplanation;
import dev.tieline.models.store.ModelStoreException;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Ties the controller to the life of the Quarkus application. */
@Singleton
public class ControllerLifecycle {
    private static final Logger LOG = Logger.getLogger(ControllerLifecycle.class);

    private final ControllerConfig config;
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService requests = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("tieline-request-", 0).factory());
    private @Nullable Router router;
    private volatile boolean ready;
    private @Nullable ResourceStore resources;
    private @Nullable DecisionLog decisions;

    ControllerLifecycle(ControllerConfig config) {
        this.config = config;
    }

    void remember(@Observes Router applicationRouter) {
        router = applicationRouter;
        ApiEndpoint.hold(applicationRouter, () -> ready);
    }

    /** Reads what was applied and opens the API. @throws StartFailure saying what is wrong */
    public synchronized void start() {
        if (resources != null || router == null) {
            throw new IllegalStateException("a controller starts once, after its router is there");
        }
        var settings = ControllerSettings.of(config.controller());
        var opened = open(settings);
        resources = opened;
        var log = openLog(settings);
        decisions = log;
        new ApiEndpoint(new ApiEndpoint.Parts(opened, world(log), clock, requests, settings.maxBlobBytes()))
                .mount(router);
        ready = true;
        var declared = opened.declared();
        declared.warnings(clock.instant()).forEach(LOG::warn);
        LOG.infof(
                "The controller of tenant %s is ready in %s: site book %s, policy bundle %s, %d models, %d deployments",
                settings.tenant(),
                settings.home(),
                declared.sites() == null
                        ? "not declared"
                        : "version " + declared.sites().version(),
                declared.policy() == null ? "not declared" : declared.policy(),
                declared.models().size(),
                declared.deployments().size());
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

    /** No node is heard of without a broker: nothing is placed, and nobody has a route. */
    private World world(DecisionLog log) {
        return new World(
                () -> new FleetView(clock.instant(), new TreeMap<>()),
                PlacementPlan::empty,
                (from, model, label, purpose) -> new RouteExplanation(from, model, label, purpose, List.of()),
                log);
    }

    synchronized void stop(@Observes ShutdownEvent shutdown) {
        ready = false;
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
