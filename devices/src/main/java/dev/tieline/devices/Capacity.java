package dev.tieline.devices;

/**
 * How much a node takes on at one time.
 *
 * @param runSlots inferences that run beside each other, 1 or more
 * @param queue requests that may wait for a slot, 0 or more
 * @param modelMemoryBytes memory that loaded models may take, in bytes, 1 or more
 */
public record Capacity(int runSlots, int queue, long modelMemoryBytes) {

    public Capacity {
        if (runSlots < 1 || queue < 0 || modelMemoryBytes < 1) {
            throw new IllegalArgumentException("a capacity needs at least one run slot, a queue of 0 or more and memory"
                    + " for models, and this is " + runSlots + " slots, queue " + queue + ", " + modelMemoryBytes
                    + " bytes");
        }
    }
}
