package dev.tieline.devices.twin;

import dev.tieline.models.ModelRef;
import dev.tieline.policy.document.DocumentException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a node does, said every few seconds and never kept.
 *
 * @param at when it was measured, by the node's clock, from 1970 to 9999; whole milliseconds on the wire
 * @param birth the sequence number of the connection that it is said on, 1 or more
 * @param load how busy the node is
 * @param models how long each of its models takes, at most 1,000
 * @param brokerRoundTrip from a publish to its acknowledgement, at most one hour; null where none was measured yet
 * @param workLink whether the connection that carries work stands
 */
public record Telemetry(
        Instant at,
        long birth,
        Load load,
        SortedMap<ModelRef, ModelLatency> models,
        @Nullable Duration brokerRoundTrip,
        boolean workLink) {

    /** The most bytes that a message may have. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final Duration MAX_DURATION = Duration.ofHours(1);
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    public Telemetry {
        if (at.isBefore(Instant.EPOCH) || at.isAfter(LAST)) {
            throw new IllegalArgumentException("a measurement is of the years 1970 to 9999, and this is of " + at);
        }
        Birth.checkSequence(birth);
        TwinDocument.checkModels(models.size());
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
        if (brokerRoundTrip != null) {
            checkDuration("brokerRoundTrip", brokerRoundTrip);
        }
    }

    public static Telemetry of(
            Instant at,
            long birth,
            Load load,
            Map<ModelRef, ModelLatency> models,
            @Nullable Duration brokerRoundTrip,
            boolean workLink) {
        return new Telemetry(at, birth, load, new TreeMap<>(models), brokerRoundTrip, workLink);
    }

    /**
     * Reads telemetry.
     *
     * @param source the name that errors give, usually the topic
     * @param cbor one map in CBOR (RFC 8949)
     * @throws DocumentException if it is malformed, over a limit or out of a range
     */
    public static Telemetry read(String source, byte[] cbor) {
        return TelemetryCodec.read(source, cbor);
    }

    /**
     * The telemetry as CBOR (RFC 8949), which {@link #read} reads: of models whose latencies would make it longer than
     * {@link #MAX_BYTES}, the last by name are left out.
     */
    public byte[] toCbor() {
        return TelemetryCodec.write(this);
    }

    static void checkDuration(String name, Duration duration) {
        if (duration.isNegative() || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(name + " is 0 to one hour, and this is " + duration);
        }
    }
}
