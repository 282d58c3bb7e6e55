package dev.tieline.edge.offload;

import java.time.Duration;

/**
 * The bounds of offloading.
 *
 * @param attemptTimeout how long a silent node is waited for while other candidates stand behind it
 * @param maxBodyBytes the largest body that travels over MQTT; the broker's maximum packet size bounds it too
 */
public record OffloadSettings(Duration attemptTimeout, int maxBodyBytes) {
    private static final int HEADER_RESERVE = 16 * 1024;
    /** The slowest way to the broker that is reckoned with: 64 KiB/s, as the link does. */
    private static final int BYTES_PER_SECOND = 64 * 1024;

    public OffloadSettings {
        if (!attemptTimeout.isPositive() || maxBodyBytes <= HEADER_RESERVE) {
            throw new IllegalArgumentException("offload needs a positive attempt timeout and a body limit over "
                    + HEADER_RESERVE + " bytes; these are " + attemptTimeout + " and " + maxBodyBytes);
        }
    }

    /**
     * How long the broker may take to acknowledge anything before it counts as silent: long enough for it, or this node,
     * to be without a processor for a while.
     *
     * @param bytes of the largest message that is under way to it: what stands behind that waits for it
     */
    Duration acknowledgement(long bytes) {
        return attemptTimeout.multipliedBy(2).plus(Duration.ofMillis(bytes * 1_000L / BYTES_PER_SECOND));
    }

    /** What is kept free for topics, properties and the JSON header of the body. */
    int headerReserveBytes() {
        return HEADER_RESERVE;
    }
}
