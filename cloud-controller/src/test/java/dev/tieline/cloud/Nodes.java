package dev.tieline.cloud;

import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.Capacity;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.Hardware;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.Load;
import dev.tieline.devices.twin.ModelLatency;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Nodes and fleets to test with. */
public final class Nodes {
    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    public static final NodeAddress BERLIN = NodeAddress.of("clinic-berlin/gw-1");
    public static final NodeAddress FRANKFURT = NodeAddress.of("eu-central/fra-1");
    public static final NodeAddress LYON = NodeAddress.of("eu-west/lyon-1");
    public static final NodeAddress VIRGINIA = NodeAddress.of("us-east/va-1");

    private static final long GIB = 1L << 30;

    private Nodes() {}

    /** A plain machine with two run slots and a GiB for models. */
    public static DeviceProfile profile() {
        return new DeviceProfile(
                "plain", new Hardware("amd64", 2, 4 * GIB), List.of(), List.of("cpu"), new Capacity(2, 16, GIB));
    }

    public static Telemetry telemetry(Instant at, long birth, Map<ModelRef, ModelLatency> models) {
        return Telemetry.of(at, birth, new Load(2, 0, 0, 16, 0, null), models, Duration.ofMillis(1), true);
    }

    /** A fresh node that holds some models, all of them ready. */
    public static NodeView holding(NodeAddress address, Map<ModelRef, Artifact> cards) {
        var models = new java.util.TreeMap<ModelRef, ReportedModel>();
        cards.forEach((ref, card) -> models.put(ref, new ReportedModel(card.digest(), false, new ModelStatus.Ready())));
        return new NodeView(
                address,
                profile(),
                1,
                Freshness.FRESH,
                telemetry(NOON, 1, Map.of()),
                ReportedState.of(1, 1, Holdings.NONE, models));
    }

    public static FleetView fleet(NodeView... nodes) {
        return FleetView.of(NOON, List.of(nodes));
    }

    /** A fleet of one node that has run a model so many times in its present life. */
    public static FleetView withRuns(long birth, ModelRef model, long runs) {
        var latency = new ModelLatency(runs, Duration.ofMillis(3), Duration.ofMillis(5));
        return fleet(new NodeView(
                LYON, profile(), birth, Freshness.FRESH, telemetry(NOON, birth, Map.of(model, latency)), null));
    }

    /** A card with some digest. */
    public static Artifact card(ModelRef ref) {
        return new Artifact("card.yaml", Digest.of(String.format("%064x", ref.hashCode() & 0xffffffL)), 100);
    }
}
