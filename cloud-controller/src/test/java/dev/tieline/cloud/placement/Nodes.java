package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.cloud.fleet.Profiles;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.Load;
import dev.tieline.devices.twin.ModelLatency;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes nodes: fresh, idle, holding nothing, with 4 run slots, a queue of 10 and 1,000 bytes for models, unless said. */
final class Nodes {
    private final NodeAddress address;
    private final TreeMap<ModelRef, ReportedModel> models = new TreeMap<>();
    private final TreeMap<ModelRef, ModelLatency> latencies = new TreeMap<>();
    private DeviceProfile profile = Profiles.GATEWAY;
    private long birth = 1;
    private Freshness freshness = Freshness.FRESH;
    private int running;
    private int queued;
    private long memory;
    private @Nullable Double cpu;
    private @Nullable Duration roundTrip = Duration.ofMillis(5);
    private boolean workLink = true;
    private boolean silent;

    private Nodes(NodeAddress address) {
        this.address = address;
    }

    static Nodes node(String address) {
        return new Nodes(NodeAddress.of(address));
    }

    Nodes profile(DeviceProfile value) {
        profile = value;
        return this;
    }

    Nodes birth(long value) {
        birth = value;
        return this;
    }

    Nodes freshness(Freshness value) {
        freshness = value;
        return this;
    }

    Nodes load(int runs, int waits) {
        running = runs;
        queued = waits;
        return this;
    }

    Nodes cpu(double value) {
        cpu = value;
        return this;
    }

    Nodes roundTrip(@Nullable Duration value) {
        roundTrip = value;
        return this;
    }

    Nodes takes(Demand demand, Duration p50) {
        latencies.put(demand.model(), new ModelLatency(10, p50, p50.multipliedBy(2)));
        return this;
    }

    Nodes neverRan(Demand demand) {
        latencies.put(demand.model(), new ModelLatency(0, Duration.ZERO, Duration.ZERO));
        return this;
    }

    Nodes workLinkDown() {
        workLink = false;
        return this;
    }

    /** Nothing has come from it but its birth. */
    Nodes silent() {
        silent = true;
        return this;
    }

    /** It holds the model of a demand, and it answers. */
    Nodes ready(Demand demand) {
        memory += demand.manifest().memoryBytes();
        return reports(demand, false, new ModelStatus.Ready());
    }

    Nodes reports(Demand demand, boolean pinned, ModelStatus status) {
        return reports(demand.model(), demand.digest(), pinned, status);
    }

    Nodes reports(ModelRef ref, Digest card, boolean pinned, ModelStatus status) {
        models.put(ref, new ReportedModel(card, pinned, status));
        return this;
    }

    /** Its own configuration holds a model that nobody else knows. */
    Nodes pins(String ref, long bytes) {
        memory += bytes;
        return reports(
                ModelRef.of(ref), Digest.ofBytes(ref.getBytes(StandardCharsets.UTF_8)), true, new ModelStatus.Ready());
    }

    /** What its telemetry says that its models take together. */
    Nodes modelMemory(long bytes) {
        memory = bytes;
        return this;
    }

    NodeView make() {
        var capacity = profile.capacity();
        var load = new Load(capacity.runSlots(), running, queued, capacity.queue(), memory, cpu);
        var telemetry = new Telemetry(Worlds.AT, birth, load, latencies, roundTrip, workLink);
        var reported = new ReportedState(birth, 0, Holdings.NONE, models);
        return new NodeView(address, profile, birth, freshness, silent ? null : telemetry, silent ? null : reported);
    }
}
