package dev.tieline.cloud.fleet;

import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What placements and routes depend on at once: two equal standings of a node need no new plan.
 *
 * @param profile what the node is made of
 * @param freshness whether it takes work
 * @param holdings what it holds, as far as that decides anything
 * @param saturated whether its queue is full
 * @param measured of which models it knows the latency
 */
record Standing(
        DeviceProfile profile,
        Freshness freshness,
        Map<ModelRef, Holding> holdings,
        boolean saturated,
        Set<ModelRef> measured) {

    /** One model; how far a download has come decides nothing, so every way to readiness has the same word. */
    record Holding(Digest card, boolean pinned, String state) {
        static Holding of(ReportedModel model) {
            return new Holding(model.card(), model.pinned(), state(model.status()));
        }

        private static String state(ModelStatus status) {
            return switch (status) {
                case ModelStatus.Pending pending -> "coming";
                case ModelStatus.Fetching fetching -> "coming";
                case ModelStatus.Loading loading -> "coming";
                case ModelStatus.Ready ready -> "ready";
                case ModelStatus.Failed(var reason) -> "failed: " + reason;
                case ModelStatus.Unloading unloading -> "going";
            };
        }
    }

    static Map<ModelRef, Holding> holdings(@Nullable ReportedState reported) {
        var holdings = new TreeMap<ModelRef, Holding>();
        if (reported != null) {
            reported.models().forEach((ref, model) -> holdings.put(ref, Holding.of(model)));
        }
        return holdings;
    }

    static Set<ModelRef> measured(@Nullable Telemetry telemetry) {
        return telemetry == null ? Set.of() : telemetry.models().keySet();
    }
}
