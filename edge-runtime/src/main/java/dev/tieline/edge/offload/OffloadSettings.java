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

    public OffloadSettings {
        if (!attemptTimeout.isPositive() || maxBodyBytes <= HEADER_RESERVE) {
            throw new IllegalArgumentException("offload needs a positive attempt timeout and a body limit over "
                    + HEADER_RESERVE + " bytes; these are " + attemptTimeout + " and " + maxBodyBytes);
        }
    }

    /** What is kept free for topics, properties and the JSON header of the body. */
    int headerReserveBytes() {
        return HEADER_RESERVE;
    }
}
