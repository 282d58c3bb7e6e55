package dev.tieline.policy.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What holds of a decoder whatever it is fed: it fails as it says, and takes memory by the length of what it is fed. */
public final class Fuzzed {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** What decoding of nothing may take: buffers, and the classes of a first time. */
    private static final long BASE = 32L << 20;

    private static final long PER_BYTE = 4L << 10;

    private Fuzzed() {}

    /**
     * Decodes, and does it once more where it took too much memory: the first time may have loaded classes.
     *
     * @param length how many bytes the decoder is fed
     * @param documented the only exception that it may throw
     * @param decoder the same each time it is called
     * @return what was decoded, or nothing if it was refused
     * @throws AssertionError if it did anything else
     */
    public static <T> Optional<T> decode(int length, Class<? extends Exception> documented, Callable<T> decoder) {
        var before = THREADS.getCurrentThreadAllocatedBytes();
        var decoded = decode(documented, decoder);
        if (takenSince(before) > BASE + PER_BYTE * length) {
            before = THREADS.getCurrentThreadAllocatedBytes();
            decoded = decode(documented, decoder);
            var taken = takenSince(before);
            if (taken > BASE + PER_BYTE * length) {
                throw new AssertionError("decoding of " + length + " bytes took " + taken + " bytes of memory");
            }
        }
        return decoded;
    }

    private static long takenSince(long before) {
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static <T> Optional<T> decode(Class<? extends Exception> documented, Callable<T> decoder) {
        try {
            return Optional.of(decoder.call());
        } catch (Exception e) { // a rim: what comes out is what is tested
            if (!documented.isInstance(e)) {
                throw new AssertionError("a decoder may only throw " + documented.getName() + ", and it threw " + e, e);
            }
            return Optional.empty();
        }
    }

    /** Throws unless both are equal, such as a value and the same written and read again. */
    public static void same(Object one, Object other) {
        if (!one.equals(other)) {
            throw new AssertionError("these should be equal:\n" + one + "\n" + other);
        }
    }
}
