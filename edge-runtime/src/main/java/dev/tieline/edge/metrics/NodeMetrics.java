package dev.tieline.edge.metrics;

import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.endpoint.VisitLog;
import dev.tieline.edge.endpoint.connection.ConnectionGuard;
import dev.tieline.edge.endpoint.connection.StreamGuard;
import dev.tieline.models.ModelName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The metrics of a node under names that begin with {@code tieline_}; docs/observability.md lists them. Thread-safe. */
public final class NodeMetrics implements VisitLog {
    /** The route of a request that was not served. */
    static final String NO_ROUTE = "none";

    private static final String OTHER = "other";
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;
    private final CollectorRegistry collectors;
    private final Map<Request, Counter> requests = new ConcurrentHashMap<>();
    private final Map<Way, Timer> times = new ConcurrentHashMap<>();
    private volatile Predicate<ModelName> known = model -> false;

    private record Request(Protocol protocol, String model, String code) {}

    private record Way(Protocol protocol, String route) {}

    /**
     * Metrics that know no model until {@link #read}.
     *
     * @param registry takes what is counted and measured
     * @param collectors takes what has names that the other would change; both end in one scrape
     */
    public NodeMetrics(MeterRegistry registry, CollectorRegistry collectors) {
        this.registry = registry;
        this.collectors = collectors;
    }

    /** Reads the rest from there, whenever it is asked from now on. To be called once. */
    public void read(Sources node) {
        known = node.known();
        capacity(node);
        models(node);
        var elsewhere = node.federation();
        if (elsewhere != null) {
            federation(elsewhere);
        }
    }

    /** Reads how many connections there are, whenever it is asked from now on. To be called once. */
    public void connections(ConnectionGuard guard, StreamGuard streams) {
        gauge("tieline.connections", "Connections to the endpoint now", guard::open);
        gauge("tieline.connections.limit", "Connections to the endpoint that there may be", guard::limit);
        guard.closed().forEach(this::closed);
        closed("streams", streams::closed);
    }

    private void closed(String reason, LongSupplier count) {
        counter("tieline.connections.closed", count)
                .description(
                        "Connections that were closed, by why: slow, idle or room for those that asked for nothing,"
                                + " streams for one that had too many open, flood for frames that carry nothing")
                .tag("reason", reason)
                .register(registry);
    }

    @Override
    public void ended(Ended ended) {
        requests.computeIfAbsent(new Request(ended.protocol(), label(ended.model()), ended.code()), this::counter)
                .increment();
        times.computeIfAbsent(new Way(ended.protocol(), ended.route() == null ? NO_ROUTE : ended.route()), this::timer)
                .record(ended.nanos(), TimeUnit.NANOSECONDS);
    }

    /** A caller may name any model, and each name would be a series for ever. */
    private String label(@Nullable ModelName model) {
        return model != null && known.test(model) ? model.value() : OTHER;
    }

    private Counter counter(Request request) {
        return Counter.builder("tieline.requests")
                .description("Requests by how they ended: ok, the code of their error, unserved or abandoned")
                .tag("protocol", request.protocol.word())
                .tag("model", request.model)
                .tag("code", request.code)
                .register(registry);
    }

    private Timer timer(Way way) {
        return Timer.builder("tieline.request")
                .description("From the arrival of a request to the end of its answer")
                .serviceLevelObjectives(BUCKETS)
                .tag("protocol", way.protocol.word())
                .tag("route", way.route)
                .register(registry);
    }

    private void capacity(Sources node) {
        gauge("tieline.requests.inside", "Requests that are inside the node now", node.inside()::getAsInt);
        gauge("tieline.requests.bytes", "Bytes of memory that they hold", node.held()::getAsLong);
        gauge("tieline.run.slots", "Models that may run at the same time", node.slots()::slots);
        gauge("tieline.runs", "Models that run now", node.slots()::running);
        gauge("tieline.queue.length", "Calls that wait for a run slot now", node.slots()::queued);
        gauge("tieline.queue.limit", "Calls that may wait for a run slot", node::queueLimit);
        gauge(
                "tieline.ready",
                "Whether the node takes requests: 1 or 0",
                () -> node.ready().getAsBoolean() ? 1 : 0);
    }

    private void models(Sources node) {
        gauge(
                "tieline.models.loaded",
                "Models in service",
                () -> node.models().manifests().size());
        Gauge.builder("tieline.models.memory", () -> node.models().memoryBytes())
                .description("Memory that the loaded models take by their cards")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
        new TritonMetrics(node.statistics(), node.models()::manifests).register(collectors);
    }

    private void federation(Sources.Federation elsewhere) {
        elsewhere
                .links()
                .forEach((link, connected) -> Gauge.builder(
                                "tieline.link.connected", () -> connected.getAsBoolean() ? 1 : 0)
                        .description("Whether the connection to the broker stands: 1 or 0")
                        .tag("link", link)
                        .strongReference(true)
                        .register(registry));
        for (var kind : elsewhere.openCircuits().get().keySet()) {
            Gauge.builder(
                            "tieline.circuit.open",
                            () -> elsewhere.openCircuits().get().getOrDefault(kind, 0))
                    .description("Nodes, sites, controllers and brokers that are not asked now, since they were silent")
                    .tag("kind", kind)
                    .strongReference(true)
                    .register(registry);
        }
        counts(
                "tieline.offload.attempts",
                "Attempts to have a call served by another node, by how they ended",
                "outcome",
                elsewhere.attempts());
        counts(
                "tieline.dispatches",
                "Questions to the controller for a node, by how they ended",
                "outcome",
                elsewhere.dispatches());
        counts(
                "tieline.mqtt.unanswered",
                "Requests over MQTT that got no answer, by the reason",
                "reason",
                elsewhere.unanswered());
        counter("tieline.work.dropped", elsewhere.dropped())
                .description("Work messages that were not answered, or answered too late")
                .register(registry);
    }

    private void counts(String name, String description, String tag, Supplier<? extends Map<String, Long>> counts) {
        for (var word : counts.get().keySet()) {
            counter(name, () -> counts.get().getOrDefault(word, 0L))
                    .description(description)
                    .tag(tag, word)
                    .register(registry);
        }
    }

    /** Whatever it reads stays: the source of such a counter is held weakly, and this one lives as long as its counters. */
    private FunctionCounter.Builder<MeterRegistry> counter(String name, LongSupplier count) {
        return FunctionCounter.builder(name, registry, always -> count.getAsLong());
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
