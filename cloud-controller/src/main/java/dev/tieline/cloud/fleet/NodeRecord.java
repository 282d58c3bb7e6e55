package dev.tieline.cloud.fleet;

import dev.tieline.cloud.fleet.Observation.Accepted;
import dev.tieline.cloud.fleet.Observation.Ignored;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.Birth;
import dev.tieline.devices.twin.Load;
import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.models.ModelRef;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one node that has announced itself. Not thread-safe: its fleet guards it.
 *
 * <p>The reason of what is ignored names limits and births, and nothing that every message has another of: messages are
 * counted by their reasons.
 */
final class NodeRecord {
    /** How many times its declared capacity a node may claim before it is no longer believed. */
    private static final long FAR_BEYOND = 2;

    private final NodeAddress address;
    private final FleetSettings settings;
    private Birth birth;
    private @Nullable Presence presence;
    private @Nullable Telemetry telemetry;
    private @Nullable Instant heard;
    private @Nullable ReportedState reported;
    private @Nullable ReportedState early;
    private Map<ModelRef, Standing.Holding> holdings = Map.of();

    NodeRecord(NodeAddress address, Birth birth, FleetSettings settings) {
        this.address = address;
        this.birth = birth;
        this.settings = settings;
    }

    /** A connection announces itself. Until it has said more, what the former said holds, if it was the same machine. */
    Observation birth(Birth next, Instant now) {
        if (next.sequence() < birth.sequence()) {
            return older("birth", next.sequence());
        }
        var sameProfile = next.profile().equals(birth.profile());
        if (next.sequence() == birth.sequence()) {
            return sameProfile
                    ? new Accepted(false, null)
                    : new Ignored("birth " + next.sequence() + " of " + address + " came again with another profile, '"
                            + next.profile().name() + "' where '"
                            + birth.profile().name() + "' was known. Maybe two processes share this id");
        }
        var before = standing(now);
        var warning = !sameProfile && before.freshness() == Freshness.FRESH ? twoProcesses(next) : null;
        birth = next;
        if (presence != null && !presence.countsAfter(next.sequence())) {
            presence = null;
        }
        if (!sameProfile) {
            forget();
        }
        takeEarly();
        return accepted(before, now, warning);
    }

    private String twoProcesses(Birth next) {
        return "birth " + next.sequence() + " of " + address + " has the profile '"
                + next.profile().name() + "' while birth " + birth.sequence() + " with the profile '"
                + birth.profile().name() + "' was alive: two processes may share this id";
    }

    private void forget() {
        telemetry = null;
        heard = null;
        reported = null;
        holdings = Map.of();
    }

    private void takeEarly() {
        if (early != null && early.birth() <= birth.sequence()) {
            if (early.birth() == birth.sequence()) {
                take(early);
            }
            early = null;
        }
    }

    /** One of a birth that has not come yet counts too, except that readiness waits for it. */
    Observation presence(Presence next, Instant now) {
        var last = presence == null ? birth.sequence() : Math.max(birth.sequence(), presence.birth());
        if (!next.countsAfter(last)) {
            return new Ignored("'" + next.state().word() + "' is of birth " + next.birth() + ", and the last of "
                    + address + " is " + last);
        }
        var before = standing(now);
        presence = next;
        return accepted(before, now, null);
    }

    Observation telemetry(Telemetry next, Instant now) {
        if (next.birth() < birth.sequence()) {
            return older("telemetry", next.birth());
        }
        if (next.birth() > birth.sequence()) {
            return new Ignored("telemetry of birth " + next.birth() + " of " + address
                    + " came before the birth; the last that is known is " + birth.sequence());
        }
        if (next.at().isAfter(now.plus(settings.clockAhead()))) {
            return new Ignored("telemetry of " + address + " is of more than " + settings.clockAhead()
                    + " from now. Maybe its clock is wrong");
        }
        if (telemetry != null && telemetry.birth() == next.birth() && !next.at().isAfter(telemetry.at())) {
            return new Ignored("telemetry of " + address + " is not newer than the last that is known. Maybe its clock"
                    + " was set back, or two processes share this id");
        }
        var contradiction = contradiction(next.load(), birth.profile());
        if (contradiction != null) {
            return new Ignored(contradiction);
        }
        var before = standing(now);
        telemetry = next;
        heard = now;
        return accepted(before, now, null);
    }

    private @Nullable String contradiction(Load load, DeviceProfile profile) {
        var capacity = profile.capacity();
        if (load.runSlots() > FAR_BEYOND * capacity.runSlots()) {
            return "telemetry of " + address + " claims more than " + FAR_BEYOND + " times the " + capacity.runSlots()
                    + " run slots of its profile '" + profile.name() + "'";
        }
        if (load.modelMemoryBytes() / FAR_BEYOND > capacity.modelMemoryBytes()) {
            return "telemetry of " + address + " claims more than " + FAR_BEYOND + " times the "
                    + capacity.modelMemoryBytes() + " bytes for models of its profile '" + profile.name() + "'";
        }
        return null;
    }

    Observation reported(ReportedState next, Instant now) {
        if (next.birth() < birth.sequence()) {
            return older("reported state", next.birth());
        }
        if (next.birth() > birth.sequence()) {
            early = early != null && early.birth() > next.birth() ? early : next;
            return new Accepted(false, null);
        }
        var before = standing(now);
        take(next);
        return accepted(before, now, null);
    }

    private void take(ReportedState next) {
        reported = next;
        holdings = Standing.holdings(next);
    }

    NodeView view(Instant now) {
        return new NodeView(address, birth.profile(), birth.sequence(), freshness(now), telemetry, reported);
    }

    /** Until it is heard of again it counts as silent; what it has said stays. */
    void forgetHeard() {
        heard = null;
    }

    private Freshness freshness(Instant now) {
        var state = presence == null ? Presence.State.READY : presence.state();
        return switch (state) {
            case LOST -> Freshness.LOST;
            case DRAINING -> Freshness.DRAINING;
            case READY -> known() && heardLately(now) ? Freshness.FRESH : Freshness.STALE;
        };
    }

    /** Whether the birth that the presence speaks of has come. */
    private boolean known() {
        return presence == null || presence.birth() == birth.sequence();
    }

    private boolean heardLately(Instant now) {
        return heard != null && now.isBefore(heard.plus(settings.staleAfter()));
    }

    /** Whether half the time is over after which it would be stale. */
    boolean late(Instant now) {
        return heard == null || !now.isBefore(heard.plus(settings.staleAfter().dividedBy(2)));
    }

    private Standing standing(Instant now) {
        return new Standing(
                birth.profile(),
                freshness(now),
                holdings,
                telemetry != null && NodeView.saturated(telemetry.load()),
                Standing.measured(telemetry));
    }

    private Accepted accepted(Standing before, Instant now, @Nullable String warning) {
        return new Accepted(!before.equals(standing(now)), warning);
    }

    private Ignored older(String what, long sequence) {
        return new Ignored(what + " of birth " + sequence + " of " + address + " is older than its last birth, "
                + birth.sequence());
    }
}
