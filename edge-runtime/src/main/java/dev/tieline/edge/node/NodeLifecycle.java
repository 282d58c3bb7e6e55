package dev.tieline.edge.node;

import dev.tieline.devices.web.HostNames;
import dev.tieline.edge.endpoint.HeadRules;
import dev.tieline.edge.endpoint.connection.AcceptedConnections;
import dev.tieline.edge.endpoint.connection.ConnectionGuard;
import dev.tieline.edge.endpoint.connection.StreamGuard;
import dev.tieline.edge.endpoint.grpc.GrpcEndpoint;
import dev.tieline.edge.endpoint.http.HttpEndpoint;
import dev.tieline.edge.metrics.NodeMetrics;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.net.HostName;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ties the node to the life of the Quarkus application. */
@Singleton
public class NodeLifecycle {
    /** How often connections are looked over. */
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final NodeConfig config;
    private final NodeMetrics metrics;
    private final Vertx vertx;
    private @Nullable Router router;
    private volatile @Nullable EdgeNode node;
    private volatile boolean started;

    NodeLifecycle(NodeConfig config, NodeMetrics metrics, Vertx vertx) {
        this.config = config;
        this.metrics = metrics;
        this.vertx = vertx;
    }

    /** Before anything of ours is logged. */
    void log(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        config.log().format().use();
    }

    /** Before the endpoint is opened. */
    void remember(@Observes Router applicationRouter) {
        router = applicationRouter;
        guard(applicationRouter);
        var rules = new HeadRules(hostNames());
        GrpcEndpoint.hold(applicationRouter, rules, () -> started);
        HttpEndpoint.hold(applicationRouter, rules, () -> started);
    }

    /** Those that the setting lists, and what the machine calls itself. */
    private HostNames hostNames() {
        return HostNames.of("tieline.serving.hosts", config.serving().hosts().orElse(List.of()))
                .and(HostName.getHostName())
                .and(HostName.getQualifiedHostName());
    }

    private void guard(Router applicationRouter) {
        var guard = new ConnectionGuard(NodeLimits.connections(config.serving()), System::nanoTime);
        AcceptedConnections.guardedBy(guard);
        guard.watch(applicationRouter);
        var streams = new StreamGuard(NodeLimits.streamBytes());
        streams.watch(applicationRouter);
        metrics.connections(guard, streams);
        vertx.setPeriodic(SWEEP.toMillis(), now -> guard.sweep());
    }

    /** Makes the node, opens its endpoint and starts it. What it throws says what is wrong. */
    public synchronized void start() {
        if (node != null || router == null) {
            throw new IllegalStateException("a node starts once, after its router is there");
        }
        var made = new EdgeNode(config, metrics);
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
