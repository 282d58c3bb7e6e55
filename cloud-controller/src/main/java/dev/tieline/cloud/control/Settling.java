package dev.tieline.cloud.control;

import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.NodeAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether the fleet view is worth deciding by.
 *
 * <p>To a controller that has just connected, and to one that is cut off, every node looks lost. So after each connect the
 * nodes that were told anything are waited for, until all of them were heard of again or have had the time to be; and
 * when none of them is heard of any more, it is taken for the controller's own trouble. Safe for one thread that asks and
 * others that say it is connected.
 */
final class Settling {
    private static final Set<Freshness> HEARD = EnumSet.of(Freshness.FRESH, Freshness.DRAINING);

    private final Duration patience;
    private final AtomicReference<Connection> connection = new AtomicReference<>(new Connection(0, Instant.MIN));
    private long settled;

    private record Connection(long number, Instant at) {}

    Settling(Duration patience) {
        this.patience = patience;
    }

    /** Says that there is a new connection to the broker. */
    void connected(Instant at) {
        connection.updateAndGet(before -> new Connection(before.number + 1, at));
    }

    /** Why nothing should be decided now; nothing if the view can be decided by. */
    Optional<String> obstacle(Set<NodeAddress> told, FleetView fleet, Instant at) {
        var connected = connection.get();
        if (connected.number == 0) {
            return Optional.of("the controller has not been connected to the broker yet");
        }
        if (connected.number != settled) {
            var allHeard = told.stream()
                    .allMatch(node -> fleet.find(node).filter(Settling::heard).isPresent());
            if (!allHeard && at.isBefore(connected.at.plus(patience))) {
                return Optional.of("the controller has just connected and waits for the fleet");
            }
            settled = connected.number;
        }
        return !told.isEmpty() && fleet.nodes().values().stream().noneMatch(Settling::heard)
                ? Optional.of("no node has been heard of lately")
                : Optional.empty();
    }

    private static boolean heard(NodeView node) {
        return HEARD.contains(node.freshness());
    }
}
