package dev.tieline.e2e.operators;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.BytesElements;
import dev.tieline.models.infer.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** A tensor as ONNX writes it, {@code TensorProto}: its elements raw, or in the field of their type. */
final class TensorFile {
    private static final int DIMS = 1;
    private static final int DATA_TYPE = 2;
    private static final int FLOAT_DATA = 4;
    private static final int INT32_DATA = 5;
    private static final int STRING_DATA = 6;
    private static final int INT64_DATA = 7;
    private static final int RAW_DATA = 9;
    private static final int DOUBLE_DATA = 10;
    private static final int UINT64_DATA = 11;

    private TensorFile() {}

    /** The type of a number of {@code TensorProto.DataType}; empty for those that the protocol does not have. */
    static Optional<DataType> type(long number) {
        return switch ((int) number) {
            case 1 -> Optional.of(DataType.FP32);
            case 2 -> Optional.of(DataType.UINT8);
            case 3 -> Optional.of(DataType.INT8);
            case 4 -> Optional.of(DataType.UINT16);
            case 5 -> Optional.of(DataType.INT16);
            case 6 -> Optional.of(DataType.INT32);
            case 7 -> Optional.of(DataType.INT64);
            case 8 -> Optional.of(DataType.BYTES);
            case 9 -> Optional.of(DataType.BOOL);
            case 10 -> Optional.of(DataType.FP16);
            case 11 -> Optional.of(DataType.FP64);
            case 12 -> Optional.of(DataType.UINT32);
            case 13 -> Optional.of(DataType.UINT64);
            case 16 -> Optional.of(DataType.BF16);
            default -> Optional.empty();
        };
    }

    /**
     * Reads a tensor under the name that its model has for it.
     *
     * @param declared its type in the model. Where that is BF16, the files of ONNX 1.12 say UINT16: they were written by
     *     NumPy, which has no other type for its bits
     */
    static Tensor read(String name, DataType declared, ProtoMessage file) {
        var number = file.number(DATA_TYPE);
        var written = type(number)
                .orElseThrow(() -> new IllegalArgumentException("the tensor '" + name + "' is of the type " + number));
        var type = declared == DataType.BF16 && written == DataType.UINT16 ? declared : written;
        return new Tensor(name, type, new Shape(file.numbers(DIMS)), data(type, file));
    }

    private static ByteBuffer data(DataType type, ProtoMessage file) {
        if (file.has(RAW_DATA)) {
            return file.joined(RAW_DATA);
        }
        return switch (type) {
            case FP32 -> file.joined(FLOAT_DATA);
            case FP64 -> file.joined(DOUBLE_DATA);
            case INT64 -> narrowed(type, file.numbers(INT64_DATA));
            case UINT32, UINT64 -> narrowed(type, file.numbers(UINT64_DATA));
            case BOOL, UINT8, INT8, UINT16, INT16, INT32, FP16, BF16 -> narrowed(type, file.numbers(INT32_DATA));
            case BYTES ->
                BytesElements.pack(
                        file.all(STRING_DATA).stream().map(TensorFile::copy).toList());
        };
    }

    /** The lowest bytes of each number. */
    private static ByteBuffer narrowed(DataType type, List<Long> numbers) {
        var data = ByteBuffer.allocate(numbers.size() * type.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        for (long number : numbers) {
            switch (type.byteSize()) {
                case Byte.BYTES -> data.put((byte) number);
                case Short.BYTES -> data.putShort((short) number);
                case Integer.BYTES -> data.putInt((int) number);
                default -> data.putLong(number);
            }
        }
        return data.flip();
    }

    private static byte[] copy(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.slice().get(copy);
        return copy;
    }
}
