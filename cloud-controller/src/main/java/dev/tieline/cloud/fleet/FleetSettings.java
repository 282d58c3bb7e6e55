package dev.tieline.cloud.fleet;

import java.time.Duration;

/**
 * What a fleet tolerates.
 *
 * @param staleAfter for how long a node counts as fresh after its last telemetry
 * @param clockAhead how far a node's clock may be ahead of the controller's
 * @param unannounced of how many nodes documents are kept aside whose birth has not come yet
 */
public record FleetSettings(Duration staleAfter, Duration clockAhead, int unannounced) {

    public FleetSettings {
        if (!staleAfter.isPositive() || clockAhead.isNegative() || unannounced < 0) {
            throw new IllegalArgumentException("fleet settings need a positive staleAfter, and the others not negative,"
                    + " and these are staleAfter " + staleAfter + ", clockAhead " + clockAhead + ", unannounced "
                    + unannounced);
        }
    }

    /** 15 seconds, which is three periods of telemetry; a minute; 1,000 nodes. */
    public static FleetSettings defaults() {
        return new FleetSettings(Duration.ofSeconds(15), Duration.ofMinutes(1), 1_000);
    }

    /** These settings with another time for which a node counts as fresh. */
    public FleetSettings withStaleAfter(Duration patience) {
        return new FleetSettings(patience, clockAhead, unannounced);
    }
}
