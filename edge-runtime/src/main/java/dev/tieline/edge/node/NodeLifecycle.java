package dev.tieline.edge.node;

import dev.tieline.edge.endpoint.grpc.GrpcEndpoint;
import dev.tieline.edge.endpoint.http.HttpEndpoint;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Ties the node to the life of the Quarkus application. */
@Singleton
public class NodeLifecycle {
    private final NodeConfig config;
    private @Nullable Router router;
    private volatile @Nullable EdgeNode node;
    private volatile boolean started;

    NodeLifecycle(NodeConfig config) {
        this.config = config;
    }

    void remember(@Observes Router applicationRouter) {
        router = applicationRouter;
        HttpEndpoint.hold(applicationRouter, () -> started);
        GrpcEndpoint.hold(applicationRouter, () -> started);
    }

    /** Makes the node, opens its endpoint and starts it. What it throws says what is wrong. */
    public synchronized void start() {
        if (node != null || router == null) {
            throw new IllegalStateException("a node starts once, after its router is there");
        }
        var made = new EdgeNode(config);
        made.mount(router);
        node = made;
        made.start();
        started = true;
    }

    /** While the endpoint is still open: Quarkus closes it before it tells of {@link ShutdownEvent}. */
    void drain(@Observes ShutdownDelayInitiatedEvent shutdown) {
        var running = node;
        if (running != null) {
            running.drain();
        }
    }

    synchronized void stop(@Observes ShutdownEvent shutdown) {
        var running = node;
        if (running != null) {
            running.close();
        }
    }
}
