package dev.tieline.edge.node;

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
    private @Nullable EdgeNode node;

    NodeLifecycle(NodeConfig config) {
        this.config = config;
    }

    void remember(@Observes Router applicationRouter) {
        router = applicationRouter;
    }

    /** Makes the node, opens its endpoint and starts it. What it throws says what is wrong. */
    public synchronized void start() {
        if (node != null || router == null) {
            throw new IllegalStateException("a node starts once, after its router is there");
        }
        node = new EdgeNode(config);
        node.mount(router);
        node.start();
    }

    synchronized void stop(@Observes ShutdownEvent shutdown) {
        if (node != null) {
            node.close();
        }
    }
}
