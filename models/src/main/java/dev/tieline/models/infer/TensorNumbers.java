package dev.tieline.models.infer;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The elements of tensors of any numeric type as doubles: for samples and comparisons, not for work in bulk. */
public final class TensorNumbers {
    private static final int BF16_SHIFT = 16;
    private static final int BF16_HALF = 0x7fff;

    private TensorNumbers() {}

    /**
     * A tensor of some numbers, each rounded to the type; 0 is false, anything else true.
     *
     * @throws IllegalArgumentException if the type is BYTES or the numbers are not as many as the shape says
     */
    public static Tensor of(String name, DataType type, Shape shape, List<Double> numbers) {
        if (type == DataType.BYTES) {
            throw new IllegalArgumentException("the tensor '" + name + "' is of type BYTES, which has no numbers");
        }
        var data = ByteBuffer.allocate(Math.multiplyExact(numbers.size(), type.byteSize()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            put(data, type, number);
        }
        return new Tensor(name, type, shape, data.flip());
    }

    /**
     * One element.
     *
     * @param index its place in row-major order
     * @throws IllegalArgumentException if the type is BYTES
     */
    public static double at(Tensor tensor, int index) {
        var data = tensor.data();
        var at = index * tensor.type().byteSize();
        return switch (tensor.type()) {
            case BOOL, UINT8 -> Byte.toUnsignedInt(data.get(at));
            case INT8 -> data.get(at);
            case UINT16 -> Short.toUnsignedInt(data.getShort(at));
            case INT16 -> data.getShort(at);
            case UINT32 -> Integer.toUnsignedLong(data.getInt(at));
            case INT32 -> data.getInt(at);
            case UINT64 -> unsigned(data.getLong(at));
            case INT64 -> data.getLong(at);
            case FP16 -> Float.float16ToFloat(data.getShort(at));
            case BF16 -> Float.intBitsToFloat(data.getShort(at) << BF16_SHIFT);
            case FP32 -> data.getFloat(at);
            case FP64 -> data.getDouble(at);
            case BYTES ->
                throw new IllegalArgumentException(
                        "the tensor '" + tensor.name() + "' is of type BYTES, which has no numbers");
        };
    }

    private static void put(ByteBuffer data, DataType type, double number) {
        switch (type) {
            case BOOL -> data.put((byte) (number == 0 ? 0 : 1));
            case UINT8, INT8 -> data.put((byte) number);
            case UINT16, INT16 -> data.putShort((short) number);
            case UINT32, INT32 -> data.putInt((int) (long) number);
            case UINT64, INT64 -> data.putLong((long) number);
            case FP16 -> data.putShort(Float.floatToFloat16((float) number));
            case BF16 -> data.putShort(bf16((float) number));
            case FP32 -> data.putFloat((float) number);
            case FP64 -> data.putDouble(number);
            case BYTES -> throw new IllegalStateException("refused before the first element");
        }
    }

    /** Rounds to the nearest, ties to even. */
    private static short bf16(float number) {
        var bits = Float.floatToIntBits(number);
        return (short) ((bits + BF16_HALF + ((bits >>> BF16_SHIFT) & 1)) >>> BF16_SHIFT);
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }
}
