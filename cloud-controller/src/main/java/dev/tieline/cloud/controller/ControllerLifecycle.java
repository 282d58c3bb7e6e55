package dev.tieline.cloud.controller;

import dev.tieline.cloud.api.ApiEndpoint;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Ties the controller to the life of the Quarkus application. */
@Singleton
public class ControllerLifecycle {
    private static final Logger LOG = Logger.getLogger(ControllerLifecycle.class);

    private final ControllerConfig config;
    private final ExecutorService requests = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("tieline-request-", 0).factory());
    private @Nullable Router router;
    private boolean started;

    ControllerLifecycle(ControllerConfig config) {
        this.config = config;
    }

    void remember(@Observes Router applicationRouter) {
        router = applicationRouter;
    }

    /** Reads the declared files and opens the API. @throws StartFailure saying what is wrong */
    public synchronized void start() {
        if (started || router == null) {
            throw new IllegalStateException("a controller starts once, after its router is there");
        }
        var catalog = DeclaredCatalog.read(config.declared(), Clock.systemUTC());
        new ApiEndpoint(catalog, requests).mount(router);
        started = true;
        LOG.infof(
                "The controller is ready: policy bundle %s, %d sites, %d models",
                catalog.policy(),
                catalog.sites().sites().size(),
                catalog.models().all().size());
    }

    void stop(@Observes ShutdownEvent shutdown) {
        requests.shutdownNow();
    }
}
