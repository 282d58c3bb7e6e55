package dev.tieline.edge.telemetry;

import dev.tieline.devices.twin.Load;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelManifest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What telemetry is read from.
 *
 * @param clock the node's clock
 * @param birth the sequence number of the present connection; 0 before the first
 * @param slots what runs and what waits
 * @param queueLimit how many may wait
 * @param models what is loaded
 * @param serving how long runs took
 * @param cpu how much of the machine's processors is in use, 0 to 1; any other number counts as not known
 * @param roundTrip from a publish to its acknowledgement; empty until one was measured
 * @param workLink whether the connection that carries work stands
 */
public record Gauges(
        InstantSource clock,
        LongSupplier birth,
        RunSlots slots,
        int queueLimit,
        ModelRegistry models,
        LocalServing serving,
        Supplier<OptionalDouble> cpu,
        Supplier<Optional<Duration>> roundTrip,
        BooleanSupplier workLink) {
    private static final Duration LONGEST = Duration.ofHours(1);

    /** All of them, now. */
    Telemetry read() {
        var loaded = models.manifests();
        var running = slots.running();
        var load = new Load(slots.slots(), running, slots.queued(), queueLimit, models.memoryBytes(), share(cpu.get()));
        var latencies = serving.runTimes()
                .latencies(loaded.stream().map(ModelManifest::ref).toList());
        return Telemetry.of(
                clock.instant(),
                birth.getAsLong(),
                load,
                latencies,
                roundTrip.get().map(Gauges::bounded).orElse(null),
                workLink.getAsBoolean());
    }

    private static @Nullable Double share(OptionalDouble used) {
        return used.isPresent() && used.getAsDouble() >= 0 && used.getAsDouble() <= 1 ? used.getAsDouble() : null;
    }

    private static Duration bounded(Duration measured) {
        return measured.compareTo(LONGEST) < 0 ? measured : LONGEST;
    }
}
