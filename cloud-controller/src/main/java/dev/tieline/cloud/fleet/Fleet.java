package dev.tieline.cloud.fleet;

import dev.tieline.cloud.fleet.Observation.Accepted;
import dev.tieline.cloud.fleet.Observation.Ignored;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.Birth;
import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.twin.Telemetry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one tenant as they describe themselves. Thread-safe.
 *
 * <p>Retained documents come in any order after a reconnect: what comes before its birth is kept aside until that
 * comes, for a bounded number of nodes. A document of an older birth never counts.
 *
 * <p>A view is kept for a moment, since many ask and few nodes change: births and what needs a new plan show at once, what
 * only drifts, such as a load, and a silence that becomes too long at most 250 ms late.
 */
public final class Fleet {
    private static final int KEPT_MILLIS = 250;

    private final InstantSource clock;
    private final FleetSettings settings;
    private final SortedMap<NodeAddress, NodeRecord> nodes = new TreeMap<>();
    private final Map<NodeAddress, Unannounced> unannounced = new HashMap<>();
    private @Nullable FleetView kept;

    public Fleet(InstantSource clock, FleetSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** A connection of a node has announced itself. */
    public synchronized Observation birth(NodeAddress address, Birth birth) {
        var now = clock.instant();
        var node = nodes.get(address);
        if (node != null) {
            kept = null;
            return node.birth(birth, now);
        }
        node = new NodeRecord(address, birth, settings);
        nodes.put(address, node);
        var early = unannounced.remove(address);
        if (early != null) {
            early.tell(node, now);
        }
        return noted(new Accepted(true, null));
    }

    /** A node, or the broker for it, has said whether it takes work. */
    public synchronized Observation presence(NodeAddress address, Presence presence) {
        return observe(
                address, (node, now) -> node.presence(presence, now), early -> early.with(presence), "a presence");
    }

    /** A node has said what it holds. */
    public synchronized Observation reported(NodeAddress address, ReportedState reported) {
        return observe(
                address,
                (node, now) -> node.reported(reported, now),
                early -> early.with(reported),
                "a reported state");
    }

    /** A node has said how it does. This is not retained, so it is not kept aside either: the next one comes soon. */
    public synchronized Observation telemetry(NodeAddress address, Telemetry telemetry) {
        var node = nodes.get(address);
        return node == null
                ? new Ignored("telemetry came from " + address + ", which has not announced itself")
                : noted(node.telemetry(telemetry, clock.instant()));
    }

    /** A node's birth was taken back: it does not belong to the fleet any more. */
    public synchronized Observation withdrawn(NodeAddress address) {
        var early = unannounced.remove(address);
        if (nodes.remove(address) != null) {
            return noted(new Accepted(true, null));
        }
        return early == null ? new Ignored(address + " was withdrawn, and is not known") : new Accepted(false, null);
    }

    /**
     * Takes every node for silent until its next telemetry, as after a time without a connection to the broker, when
     * nobody knows what was missed. What the nodes have said of themselves stays.
     */
    public synchronized void forgetHeard() {
        nodes.values().forEach(NodeRecord::forgetHeard);
        kept = null;
    }

    /** The fleet as it is now, or was a moment ago; its {@code at} says when. */
    public synchronized FleetView view() {
        var now = clock.instant();
        if (kept == null || now.isBefore(kept.at()) || !now.isBefore(kept.at().plusMillis(KEPT_MILLIS))) {
            var views = new TreeMap<NodeAddress, NodeView>();
            var late = new HashSet<NodeAddress>();
            nodes.forEach((address, node) -> {
                views.put(address, node.view(now));
                if (node.late(now)) {
                    late.add(address);
                }
            });
            kept = new FleetView(now, views, late);
        }
        return kept;
    }

    /** A view that does not show what needs a new plan is no longer of use. */
    private Observation noted(Observation observation) {
        if (observation instanceof Accepted accepted && accepted.changed()) {
            kept = null;
        }
        return observation;
    }

    private Observation observe(
            NodeAddress address,
            BiFunction<NodeRecord, Instant, Observation> tell,
            UnaryOperator<Unannounced> keep,
            String what) {
        var node = nodes.get(address);
        if (node != null) {
            return noted(tell.apply(node, clock.instant()));
        }
        var early = unannounced.get(address);
        if (early == null && unannounced.size() >= settings.unannounced()) {
            return new Ignored(what + " came from " + address + ", which has not announced itself, and "
                    + unannounced.size() + " such nodes are waited for already");
        }
        unannounced.put(address, keep.apply(early == null ? Unannounced.NOTHING : early));
        return new Accepted(false, null);
    }
}
