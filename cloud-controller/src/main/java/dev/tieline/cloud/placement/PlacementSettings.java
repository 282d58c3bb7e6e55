package dev.tieline.cloud.placement;

import java.time.Duration;

/**
 * How steady placements and routes are.
 *
 * @param margin by how many points of 100 a node must be better to take another's place
 * @param failureMemory for how long a node that failed to run a model is not given it again, unless it is born anew
 * @param routeLength how many nodes a route names at most
 */
public record PlacementSettings(int margin, Duration failureMemory, int routeLength) {

    public PlacementSettings {
        if (margin < 0 || margin > 100 || failureMemory.isNegative() || routeLength < 1) {
            throw new IllegalArgumentException("placement settings need a margin of 0 to 100, a failureMemory that is"
                    + " not negative and a routeLength of 1 or more, and these are " + margin + ", " + failureMemory
                    + ", " + routeLength);
        }
    }

    /** 10 points, 10 minutes, 16 nodes. */
    public static PlacementSettings defaults() {
        return new PlacementSettings(10, Duration.ofMinutes(10), 16);
    }
}
