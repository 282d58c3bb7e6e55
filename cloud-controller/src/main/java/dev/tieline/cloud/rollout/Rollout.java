package dev.tieline.cloud.rollout;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.Routes;
import dev.tieline.devices.wire.Topics;
import dev.tieline.models.ModelName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Turns what shall be into documents of the next generation, node by node, where it is not what the node was told.
 *
 * <p>The next generation is one more than the highest that is stored here, hangs at the broker or was observed by the
 * node: whichever of the three was lost, a node never takes a new document for an old one. Thread-safe.
 */
public final class Rollout {
    private static final Logger LOG = Logger.getLogger(Rollout.class);
    /** Routes of a controller that is gone for so long are worth nothing. */
    private static final Duration ROUTES_HOLD = Duration.ofHours(24);

    private final Topics topics;
    private final NodeLedger ledger;
    private final NoticeBoard board;
    private final URI blobs;
    private final Map<String, Long> heard = new HashMap<>();

    /**
     * What one node shall hold, and whom it may ask.
     *
     * @param models what it shall hold, one version of each
     * @param routes for each model the nodes elsewhere, best first
     */
    public record Target(List<DesiredModel> models, SortedMap<ModelName, List<NodeAddress>> routes) {
        public Target {
            models = List.copyOf(models);
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
    public synchronized void heard(NodeAddress node, DesiredState state) {
        var told = ledger.desired(node);
        if (!told.map(state::equals).orElse(false)) {
            hear(
                    topics.desired(node),
                    state.generation(),
                    told.map(DesiredState::generation).orElse(0L));
        }
    }

    /** Takes routes that hang at the broker, perhaps from an earlier controller. */
    public synchronized void heard(NodeAddress node, Routes routes) {
        var told = ledger.routes(node);
        if (!told.map(routes::equals).orElse(false)) {
            hear(
                    topics.routes(node),
                    routes.generation(),
                    told.map(Routes::generation).orElse(0L));
        }
    }

    /** Takes what a node says that it has seen. */
    public synchronized void observed(NodeAddress node, long desired, long routes) {
        hear(
                topics.desired(node),
                desired,
                ledger.desired(node).map(DesiredState::generation).orElse(0L) + 1);
        hear(
                topics.routes(node),
                routes,
                ledger.routes(node).map(Routes::generation).orElse(0L) + 1);
    }

    /** Tells each of the nodes what it does not know yet. A node that is not among them keeps what it was told. */
    public synchronized void carryOut(Map<NodeAddress, Target> targets) {
        targets.forEach(this::carryOut);
    }

    /** What each node was told last. */
    public synchronized SortedMap<NodeAddress, Target> told() {
        var told = new TreeMap<NodeAddress, Target>();
        for (var node : ledger.nodes()) {
            var routes = new TreeMap<ModelName, List<NodeAddress>>();
            ledger.routes(node)
                    .ifPresent(known -> known.models().forEach(model -> routes.put(model, known.forModel(model))));
            told.put(
                    node,
                    new Target(ledger.desired(node).map(DesiredState::models).orElse(List.of()), routes));
        }
        return told;
    }

    private void carryOut(NodeAddress node, Target target) {
        var desired = ledger.desired(node);
        var topic = topics.desired(node);
        var known = desired.map(state ->
                        state.models().equals(target.models()) && state.blobs().equals(blobs))
                .orElse(target.models().isEmpty());
        if (!known || heard.containsKey(topic)) {
            var state = new DesiredState(
                    next(topic, desired.map(DesiredState::generation).orElse(0L)), blobs, target.models());
            ledger.put(node, state);
            heard.remove(topic);
            post(node, state);
            LOG.infof("%s shall hold %s (generation %d)", node, refs(state), state.generation());
        }
        carryOutRoutes(node, target.routes());
    }

    private void carryOutRoutes(NodeAddress node, SortedMap<ModelName, List<NodeAddress>> target) {
        var told = ledger.routes(node);
        var topic = topics.routes(node);
        var known = told.map(routes -> routes.equals(Routes.of(routes.generation(), target)))
                .orElse(target.isEmpty());
        if (!known || heard.containsKey(topic)) {
            var routes = Routes.of(next(topic, told.map(Routes::generation).orElse(0L)), target);
            ledger.put(node, routes);
            heard.remove(topic);
            post(node, routes);
            LOG.infof("%s gets the routes %s (generation %d)", node, target, routes.generation());
        }
    }

    /** Notes a generation that is not ours, if it is not lower than the least that matters. */
    private void hear(String topic, long generation, long least) {
        if (generation >= least) {
            heard.merge(topic, generation, Math::max);
        }
    }

    private long next(String topic, long stored) {
        return Math.max(stored, heard.getOrDefault(topic, 0L)) + 1;
    }

    private void post(NodeAddress node, DesiredState state) {
        board.post(Notice.of(topics.desired(node), state.toJson().getBytes(StandardCharsets.UTF_8)));
    }

    private void post(NodeAddress node, Routes routes) {
        board.post(new Notice(topics.routes(node), routes.toJson().getBytes(StandardCharsets.UTF_8), ROUTES_HOLD));
    }

    private static List<String> refs(DesiredState state) {
        return state.models().stream().map(model -> model.ref().toString()).toList();
    }
}
