package dev.tieline.cloud.control;

import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.NodeAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** When each node was well the last time. Not thread-safe. */
final class Attendance {
    private static final Set<Freshness> HEARD = EnumSet.of(Freshness.FRESH, Freshness.DRAINING);
    /** So few can fail together by chance. */
    private static final int FEW = 2;
    /** From this share on, what is missing is taken for trouble on the way; Kubernetes has the same numbers. */
    private static final int MOST_PERCENT = 55;

    private final Duration lately;
    private final Map<NodeAddress, Instant> lastWell = new HashMap<>();

    /** @param lately nodes that fall silent within this time do so at once */
    Attendance(Duration lately) {
        this.lately = lately;
    }

    /** Takes note of the nodes that are well: also of one that was told nothing yet, since it may be soon. */
    void note(FleetView fleet, Instant at) {
        lastWell.keySet().retainAll(fleet.nodes().keySet());
        fleet.nodes().keySet().stream().filter(node -> well(node, fleet)).forEach(node -> lastWell.put(node, at));
    }

    /** Those of some nodes that were well at a moment or shortly before. */
    Set<NodeAddress> well(Set<NodeAddress> told, Instant at) {
        var since = at.minus(lately);
        return told.stream()
                .filter(node -> {
                    var last = lastWell.get(node);
                    return last != null && !last.isBefore(since);
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether most of those that were well lately are not heard of now, and too many of them for a coincidence. */
    boolean mostAreMissing(Set<NodeAddress> told, FleetView fleet, Instant before) {
        var known = well(told, before);
        var missing = known.stream().filter(node -> !heard(node, fleet)).count();
        return missing > FEW && missing * 100 >= (long) MOST_PERCENT * known.size();
    }

    /** Whether nobody at all is heard of. */
    static boolean nobody(FleetView fleet) {
        return fleet.nodes().keySet().stream().noneMatch(node -> heard(node, fleet));
    }

    /**
     * Whether a node is heard of and can be sent work: each of its two connections comes back in its own time. What it
     * said over an earlier connection does not count.
     */
    static boolean well(NodeAddress node, FleetView fleet) {
        return heard(node, fleet) && fleet.find(node).filter(Attendance::whole).isPresent();
    }

    private static boolean whole(NodeView node) {
        var telemetry = node.telemetry();
        return telemetry == null || !node.fresh() || (telemetry.workLink() && telemetry.birth() == node.birth());
    }

    /** One that is late is missed sooner than it counts as gone, so that the first of many does not go alone. */
    private static boolean heard(NodeAddress node, FleetView fleet) {
        return !fleet.late().contains(node)
                && fleet.find(node)
                        .filter(view -> HEARD.contains(view.freshness()))
                        .isPresent();
    }
}
