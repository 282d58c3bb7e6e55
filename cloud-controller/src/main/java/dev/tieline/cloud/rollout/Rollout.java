package dev.tieline.cloud.rollout;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.log.LogEvent;
import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.Routes;
import dev.tieline.devices.wire.Topics;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataLabel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Turns what shall be into documents of the next generation, node by node, where it is not what the node was told.
 *
 * <p>The next generation is one more than the highest that is stored here, hangs at the broker or was observed by the
 * node: whichever of the three was lost, a node never takes a new document for an old one. A document that hangs at the
 * broker for a node of which nothing is stored is taken over: an earlier controller told it, and it holds until something
 * else is decided. Thread-safe; what is heard is only noted, and never waits for a disk.
 */
public final class Rollout {
    private static final Logger LOG = Logger.getLogger(Rollout.class);
    /** Routes of a controller that is gone for so long are worth nothing. */
    private static final Duration ROUTES_HOLD = Duration.ofHours(24);

    private final Topics topics;
    private final NodeLedger ledger;
    private final NoticeBoard board;
    private final URI blobs;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<NodeAddress, DesiredState> heardDesired = new ConcurrentHashMap<>();
    private final Map<NodeAddress, Routes> heardRoutes = new ConcurrentHashMap<>();
    private final Map<String, Long> foreign = new ConcurrentHashMap<>();
    private final LongAdder desiredTold = new LongAdder();
    private final LongAdder routesTold = new LongAdder();

    /**
     * What one node shall hold, and whom it may ask.
     *
     * @param models what it shall hold, one version of each
     * @param routes for each model the nodes elsewhere, best first
     * @param labels what requests to a model are at least, of each that is deployed, whether it has a route or not
     */
    public record Target(
            List<DesiredModel> models,
            SortedMap<ModelName, List<NodeAddress>> routes,
            SortedMap<ModelName, DataLabel> labels) {
        public Target {
            models = List.copyOf(models);
        }

        /** One whose requests may be public. */
        public Target(List<DesiredModel> models, SortedMap<ModelName, List<NodeAddress>> routes) {
            this(models, routes, Collections.emptySortedMap());
        }
    }

    /**
     * Makes the rollout, which posts what the ledger holds at once.
     *
     * @param blobs where nodes find artefacts by their digest
     */
    public Rollout(Topics topics, NodeLedger ledger, NoticeBoard board, URI blobs) {
        this.topics = topics;
        this.ledger = ledger;
        this.board = board;
        this.blobs = blobs;
        for (var node : ledger.nodes()) {
            ledger.desired(node).ifPresent(state -> post(node, state));
            ledger.routes(node).ifPresent(routes -> post(node, routes));
        }
    }

    /** Takes a desired state that hangs at the broker, perhaps from an earlier controller. */
    public void heard(NodeAddress node, DesiredState state) {
        heardDesired.merge(node, state, (one, other) -> one.supersedes(other.generation()) ? one : other);
    }

    /** Takes routes that hang at the broker, perhaps from an earlier controller. */
    public void heard(NodeAddress node, Routes routes) {
        heardRoutes.merge(node, routes, (one, other) -> one.supersede(other) ? one : other);
    }

    /** Takes what a node says that it has seen. */
    public void observed(NodeAddress node, long desired, long routes) {
        foreign.merge(topics.desired(node), desired, Math::max);
        foreign.merge(topics.routes(node), routes, Math::max);
    }

    /** Puts up again what somebody has taken down. */
    public void lost(String topic) {
        board.lost(topic);
    }

    /** Takes down what a node was told that is out of service for good. Its generations are remembered. */
    public void withdrawn(NodeAddress node) {
        lock.lock();
        try {
            ledger.retire(node);
            board.withdraw(topics.desired(node));
            board.withdraw(topics.routes(node));
        } finally {
            lock.unlock();
        }
    }

    /** Tells each of the nodes what it does not know yet. A node that is not among them keeps what it was told. */
    public void carryOut(Map<NodeAddress, Target> targets) {
        lock.lock();
        try {
            takeIn();
            ledger.tend();
            targets.forEach(this::carryOut);
        } finally {
            lock.unlock();
        }
    }

    /** What each node was told last, those out of service left out. */
    public SortedMap<NodeAddress, Target> told() {
        lock.lock();
        try {
            takeIn();
            var told = new TreeMap<NodeAddress, Target>();
            for (var node : ledger.nodes()) {
                told.put(node, target(node));
            }
            return told;
        } finally {
            lock.unlock();
        }
    }

    /** How many documents of each kind were made for nodes, since what they shall do changed. */
    public Map<String, Long> documents() {
        return Map.of("desired", desiredTold.sum(), "routes", routesTold.sum());
    }

    private Target target(NodeAddress node) {
        var told = ledger.routes(node).orElseGet(Routes::none);
        var routes = new TreeMap<ModelName, List<NodeAddress>>();
        told.models().forEach(model -> routes.put(model, told.forModel(model)));
        return new Target(ledger.desired(node).map(DesiredState::models).orElse(List.of()), routes, told.labels());
    }

    /** Compares what was heard with what is stored: takes over what is missing here, and notes what is not ours. */
    private void takeIn() {
        heardDesired.keySet().forEach(node -> {
            var state = heardDesired.remove(node);
            if (state != null) {
                takeIn(node, state);
            }
        });
        heardRoutes.keySet().forEach(node -> {
            var routes = heardRoutes.remove(node);
            if (routes != null) {
                takeIn(node, routes);
            }
        });
    }

    private void takeIn(NodeAddress node, DesiredState state) {
        var told = ledger.desired(node);
        if (told.isEmpty() && !ledger.retired(node)) {
            ledger.put(node, state);
            post(node, state);
        } else if (!told.equals(Optional.of(state)) && state.generation() >= generation(told)) {
            // One that is as high as ours and says something else counts as higher.
            foreign.merge(topics.desired(node), Math.max(state.generation(), generation(told) + 1), Math::max);
        }
    }

    private void takeIn(NodeAddress node, Routes routes) {
        var told = ledger.routes(node);
        if (told.isEmpty() && !ledger.retired(node)) {
            ledger.put(node, routes);
            post(node, routes);
        } else if (!told.equals(Optional.of(routes)) && routes.generation() >= routeGeneration(told)) {
            foreign.merge(topics.routes(node), Math.max(routes.generation(), routeGeneration(told) + 1), Math::max);
        }
    }

    private void carryOut(NodeAddress node, Target target) {
        var back = ledger.retired(node);
        var desired = ledger.desired(node);
        var topic = topics.desired(node);
        var known = desired.map(state -> state.models().equals(target.models())
                        && (state.blobs().equals(blobs) || target.models().isEmpty()))
                .orElse(target.models().isEmpty());
        if (!known || back || foreign(topic) > generation(desired)) {
            var state = new DesiredState(next(topic, generation(desired)), blobs, target.models());
            ledger.put(node, state);
            post(node, state);
            desiredTold.increment();
            new LogEvent("rollout_desired")
                    .with("node", node)
                    .with("models", refs(state))
                    .with("generation", state.generation())
                    .log(() -> LOG.infof("%s shall hold %s (generation %d)", node, refs(state), state.generation()));
        }
        carryOutRoutes(node, target, back);
    }

    private void carryOutRoutes(NodeAddress node, Target target, boolean back) {
        var told = ledger.routes(node);
        var topic = topics.routes(node);
        var known = told.map(routes -> routes.equals(routes(routes.generation(), target)))
                .orElse(target.routes().isEmpty() && target.labels().isEmpty());
        if (!known || back || foreign(topic) > routeGeneration(told)) {
            var routes = routes(next(topic, routeGeneration(told)), target);
            ledger.put(node, routes);
            post(node, routes);
            routesTold.increment();
            new LogEvent("rollout_routes")
                    .with("node", node)
                    .with("routes", target.routes())
                    .with("generation", routes.generation())
                    .log(() -> LOG.infof(
                            "%s gets the routes %s (generation %d)", node, target.routes(), routes.generation()));
        }
    }

    private long foreign(String topic) {
        return foreign.getOrDefault(topic, 0L);
    }

    private long next(String topic, long stored) {
        return Math.max(stored, foreign(topic)) + 1;
    }

    private long generation(Optional<DesiredState> told) {
        return told.map(DesiredState::generation).orElse(0L);
    }

    private long routeGeneration(Optional<Routes> told) {
        return told.map(Routes::generation).orElse(0L);
    }

    private void post(NodeAddress node, DesiredState state) {
        board.post(Notice.of(topics.desired(node), state.toJson().getBytes(StandardCharsets.UTF_8)));
    }

    private static Routes routes(long generation, Target target) {
        return Routes.of(generation, target.routes(), target.labels());
    }

    private void post(NodeAddress node, Routes routes) {
        board.post(new Notice(topics.routes(node), routes.toJson().getBytes(StandardCharsets.UTF_8), ROUTES_HOLD));
    }

    private static List<String> refs(DesiredState state) {
        return state.models().stream().map(model -> model.ref().toString()).toList();
    }
}
