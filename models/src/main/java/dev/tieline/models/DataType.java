package dev.tieline.models;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The type of a tensor's elements (Open Inference Protocol v2, "Tensor Data Types"). */
public enum DataType {
    BOOL(1),
    UINT8(1),
    UINT16(2),
    UINT32(4),
    UINT64(8),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP16(2),
    BF16(2),
    FP32(4),
    FP64(8),
    /** A run of bytes of any length per element; text is UTF-8. */
    BYTES(0);

    private static final Map<String, DataType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(DataType::name, Function.identity()));

    private final int byteSize;

    DataType(int byteSize) {
        this.byteSize = byteSize;
    }

    /** The type of a protocol word such as {@code FP32}; the case counts. */
    public static Optional<DataType> find(String word) {
        return Optional.ofNullable(BY_NAME.get(word));
    }

    /** Whether its elements are floating-point numbers, so that NaN and the infinities are among them. */
    public boolean isFloating() {
        return switch (this) {
            case FP16, BF16, FP32, FP64 -> true;
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES -> false;
        };
    }

    /** Bytes of one element; 0 for {@link #BYTES}, whose elements differ in length. */
    public int byteSize() {
        return byteSize;
    }
}
