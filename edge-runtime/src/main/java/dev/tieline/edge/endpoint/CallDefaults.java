package dev.tieline.edge.endpoint;

import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.policy.DataLabel;
import java.time.Duration;

/**
 * What holds for a call where its caller says nothing.
 *
 * @param label the least label that any call on this node has
 * @param timeout the deadline of a caller that states none
 * @param maxTimeout the longest deadline; a longer one is cut to it
 */
public record CallDefaults(DataLabel label, Duration timeout, Duration maxTimeout) {
    public CallDefaults {
        WorkHeaders.checkStatement(label, null);
        if (!timeout.isPositive()
                || timeout.compareTo(maxTimeout) > 0
                || maxTimeout.compareTo(WorkHeaders.MAX_BUDGET) > 0) {
            throw new IllegalArgumentException("the default timeout must be positive and at most the maximum, which is "
                    + "at most " + WorkHeaders.MAX_BUDGET + "; they are " + timeout + " and " + maxTimeout);
        }
    }
}
