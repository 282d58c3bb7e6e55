package dev.tieline.bench.offload;

/**
 * One point at which everything is measured.
 *
 * @param tensorBytes the bytes of both input tensors together, a multiple of {@value #ROW_BYTES}
 * @param callers how many calls go on at the same time, 1 to {@value #MAX_CALLERS}
 */
public record Load(int tensorBytes, int callers) {
    /** Two rows of 16 numbers of 4 bytes: the smallest input of the model. */
    static final int ROW_BYTES = 128;
    /** Brokers commonly let a client have 20 messages under way. */
    static final int MAX_CALLERS = 16;

    public Load {
        if (tensorBytes < ROW_BYTES || tensorBytes % ROW_BYTES != 0) {
            throw new IllegalArgumentException(
                    "the tensors need a multiple of " + ROW_BYTES + " bytes, and have " + tensorBytes);
        }
        if (callers < 1 || callers > MAX_CALLERS) {
            throw new IllegalArgumentException("callers must be 1 to " + MAX_CALLERS + ", and are " + callers);
        }
    }

    int rows() {
        return tensorBytes / ROW_BYTES;
    }

    /** The size for people, such as {@code 150 KiB}. */
    String size() {
        return tensorBytes % 1024 == 0 ? tensorBytes / 1024 + " KiB" : tensorBytes + " B";
    }

    @Override
    public String toString() {
        return size() + ", " + callers + (callers == 1 ? " caller" : " callers");
    }
}
