package dev.tieline.cloud.control;

import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.devices.NodeAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the fleet view is worth deciding by.
 *
 * <p>To a controller that has just connected, to one whose process was stopped for a while, and to one that is cut off,
 * every node looks lost. So after each connect and each awakening the nodes that were well before are waited for; when
 * nobody is heard of any more, it is taken for the controller's own trouble; and when most nodes fall silent at once, for
 * trouble on the way to them (as Kubernetes' node controller stops evicting from a zone that is mostly unready). Once
 * there is trouble, it is over when all who were well before are so again, or have had the time to be; half of the
 * picture never decides. Safe for one thread that asks and others that say it is connected.
 */
final class Settling {
    private static final Logger LOG = Logger.getLogger(Settling.class);

    private final Duration patience;
    private final Attendance attendance;
    private final AtomicReference<Connection> connection =
            new AtomicReference<>(new Connection(0, Way.DOWN, Instant.MIN));
    private long noticed;
    private @Nullable Instant calm;
    private @Nullable Trouble trouble;

    /** What the latest news of the connection was: it is new, it is the same after the process was stopped, it is lost. */
    private enum Way {
        NEW,
        AFTER_SLEEP,
        DOWN
    }

    private record Connection(long number, Way way, Instant at) {}

    /** @param patience for how long a node that has just spoken need not speak again: its freshness */
    Settling(Duration patience) {
        this.patience = patience;
        this.attendance = new Attendance(patience);
    }

    /** Says that there is a new connection to the broker. */
    void connected(Instant at) {
        connection.updateAndGet(before -> new Connection(before.number + 1, Way.NEW, at));
    }

    /**
     * Says that the connection was lost. A broker that goes down parts with its clients one by one, and tells those who
     * are left that the others have died.
     */
    void disconnected(Instant at) {
        connection.updateAndGet(before -> new Connection(before.number, Way.DOWN, at));
    }

    /** Says that this process was stopped for a while: what it sees is as old as its sleep. */
    void woke(Instant at) {
        connection.updateAndGet(
                before -> before.way == Way.DOWN ? before : new Connection(before.number + 1, Way.AFTER_SLEEP, at));
    }

    /** Why nothing should be decided now; nothing if the view can be decided by. */
    Optional<String> obstacle(Set<NodeAddress> told, FleetView fleet, Instant at) {
        var connected = connection.get();
        if (connected.number == 0) {
            return Optional.of("the controller has not been connected to the broker yet");
        }
        if (connected.way == Way.DOWN) {
            return Optional.of("the controller has lost its connection to the broker");
        }
        if (connected.number != noticed) {
            noticed = connected.number;
            trouble = begun(connected, told);
        }
        if (!told.isEmpty() && Attendance.nobody(fleet)) {
            var reason = trouble == null ? "no node has been heard of lately" : trouble.reason();
            trouble = Trouble.blind(reason, awaited(told), patience, calm, at);
        } else if (trouble == null && calm != null && attendance.mostAreMissing(told, fleet, calm)) {
            trouble = Trouble.onTheWay("most nodes fell silent at once", awaited(told), patience, at);
            LOG.warn("Most nodes fell silent at once, so nothing is decided until they are back");
        }
        var present = trouble == null ? null : trouble.seen(told, fleet, at);
        trouble = present == null || present.over(at) ? null : present;
        if (trouble != null) {
            return Optional.of(trouble.reason());
        }
        calm = at;
        attendance.note(fleet, at);
        return Optional.empty();
    }

    private Trouble begun(Connection connected, Set<NodeAddress> told) {
        var reason = "the controller has just connected, or was stopped, and waits for the fleet";
        return connected.way == Way.AFTER_SLEEP || calm == null
                ? Trouble.sleep(reason, awaited(told), patience, connected.at)
                : Trouble.blind(reason, awaited(told), patience, calm, connected.at);
    }

    /** All of them to a controller that has never seen them; else those that were well, so that the dead hold up nothing. */
    private Set<NodeAddress> awaited(Set<NodeAddress> told) {
        return calm == null ? Set.copyOf(told) : attendance.well(told, calm);
    }
}
