package dev.tieline.cloud.fleet;

import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.twin.Load;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One node at one moment.
 *
 * @param address where it stands
 * @param profile what it is made of, as its last birth says
 * @param birth the sequence number of that birth
 * @param freshness whether the rest still holds
 * @param telemetry how it does; null where none has come
 * @param reported what it holds; null where it has not said. After a reconnect this and the telemetry may be of the
 *     former birth until the node has sent new ones
 */
public record NodeView(
        NodeAddress address,
        DeviceProfile profile,
        long birth,
        Freshness freshness,
        @Nullable Telemetry telemetry,
        @Nullable ReportedState reported) {

    public SiteId site() {
        return address.site();
    }

    public boolean fresh() {
        return freshness == Freshness.FRESH;
    }

    /** What the node says of one version of a model that has this very card. */
    public Optional<ReportedModel> model(ModelRef ref, Digest card) {
        if (reported == null) {
            return Optional.empty();
        }
        var model = reported.models().get(ref);
        return model == null || !model.card().equals(card) ? Optional.empty() : Optional.of(model);
    }

    /** Whether the model of this very card answers there, as the node says. */
    public boolean ready(ModelRef ref, Digest card) {
        return model(ref, card)
                .filter(model -> model.status() instanceof ModelStatus.Ready)
                .isPresent();
    }

    /** Whether all run slots are taken and the queue is at least four fifths full, as the last telemetry says. */
    public boolean saturated() {
        return telemetry != null && saturated(telemetry.load());
    }

    static boolean saturated(Load load) {
        return load.running() >= load.runSlots() && load.queued() * 5L >= load.queueLimit() * 4L;
    }
}
