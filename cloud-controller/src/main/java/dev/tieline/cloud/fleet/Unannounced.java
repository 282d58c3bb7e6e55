package dev.tieline.cloud.fleet;

import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.twin.ReportedState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last documents of a node whose birth has not come: of each kind, the one of the newest birth. */
record Unannounced(@Nullable Presence presence, @Nullable ReportedState reported) {
    static final Unannounced NOTHING = new Unannounced(null, null);

    Unannounced with(Presence next) {
        var newer = presence == null || next.countsAfter(presence.birth());
        return new Unannounced(newer ? next : presence, reported);
    }

    Unannounced with(ReportedState next) {
        var newer = reported == null || next.birth() >= reported.birth();
        return new Unannounced(presence, newer ? next : reported);
    }

    /** Tells a node that has now announced itself; what is older than its birth does not count there. */
    void tell(NodeRecord node, Instant now) {
        if (presence != null) {
            node.presence(presence, now);
        }
        if (reported != null) {
            node.reported(reported, now);
        }
    }
}
