package dev.tieline.models.onnx;

/**
 * How a session runs its model. Threads never spin, and operators run one after the other.
 *
 * @param intraOpThreads threads that share one operator, the caller's included; 1 leaves cores to other callers
 * @param memoryArena whether the session keeps memory between runs: faster, and it never shrinks below its peak
 * @param pooledBytes the most memory that waits for the inputs of a next run, in bytes
 */
public record SessionSettings(int intraOpThreads, boolean memoryArena, int pooledBytes) {
    /** One thread, an arena, 8 MiB. */
    public static final SessionSettings DEFAULT = new SessionSettings(1, true, 8 << 20);

    public SessionSettings {
        if (intraOpThreads < 1 || pooledBytes < 0) {
            throw new IllegalArgumentException("a session needs at least 1 thread and 0 pooled bytes, and it is given "
                    + intraOpThreads + " and " + pooledBytes);
        }
    }
}
