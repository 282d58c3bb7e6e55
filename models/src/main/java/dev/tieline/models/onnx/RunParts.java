package dev.tieline.models.onnx;

import java.util.function.LongSupplier;

/**
 * How long the parts of one run took: its inputs made, the model run, its outputs read. Written by the thread of the run
 * and to be read after it; a part that was not reached took no time.
 */
public final class RunParts {
    private final LongSupplier nanoTime;
    private long begunNanos;
    private long inputsNanos;
    private long ranNanos;
    private long readNanos;

    /**
     * The parts of a run that has not begun.
     *
     * @param nanoTime a monotonic clock in nanoseconds, such as {@link System#nanoTime}; read four times
     */
    public RunParts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** When the run began, on the clock that was given. */
    public long begunNanos() {
        return begunNanos;
    }

    /** From the beginning of the run to the native tensors of its inputs. */
    public long inputNanos() {
        return inputsNanos - begunNanos;
    }

    /** ONNX Runtime alone. */
    public long inferNanos() {
        return ranNanos - inputsNanos;
    }

    /** From the native outputs to their copies. */
    public long outputNanos() {
        return readNanos - ranNanos;
    }

    /** From the beginning to the end of what was reached. */
    public long nanos() {
        return readNanos - begunNanos;
    }

    void begin() {
        begunNanos = nanoTime.getAsLong();
        inputsNanos = begunNanos;
        ranNanos = begunNanos;
        readNanos = begunNanos;
    }

    void inputsMade() {
        inputsNanos = nanoTime.getAsLong();
        ranNanos = inputsNanos;
        readNanos = inputsNanos;
    }

    void ran() {
        ranNanos = nanoTime.getAsLong();
        readNanos = ranNanos;
    }

    void outputsRead() {
        readNanos = nanoTime.getAsLong();
    }
}
