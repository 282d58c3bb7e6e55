package dev.tieline.devices.twin;

import org.jspecify.annotations.Nullable;

/**
 * How busy a node is at one moment.
 *
 * @param runSlots inferences that it runs beside each other, 1 or more
 * @param running inferences that run, 0 to {@code runSlots}
 * @param queued requests that wait for a slot, 0 or more
 * @param queueLimit requests that may wait, 0 or more
 * @param modelMemoryBytes memory that loaded models take, in bytes, 0 or more
 * @param cpu how much of the machine's processors is in use, 0 to 1; null where the node cannot tell
 */
public record Load(
        int runSlots,
        int running,
        int queued,
        int queueLimit,
        long modelMemoryBytes,
        @Nullable Double cpu) {

    public Load {
        if (runSlots < 1 || running < 0 || running > runSlots) {
            throw new IllegalArgumentException("a load needs at least one run slot, of which 0 to all run, and this is "
                    + running + " of " + runSlots);
        }
        if (queued < 0 || queueLimit < 0 || modelMemoryBytes < 0) {
            throw new IllegalArgumentException("a load is never negative, and this is queue " + queued + " of "
                    + queueLimit + ", " + modelMemoryBytes + " bytes");
        }
        if (cpu != null && !(cpu >= 0 && cpu <= 1)) {
            throw new IllegalArgumentException("the use of the processors is 0 to 1, and this is " + cpu);
        }
    }
}
