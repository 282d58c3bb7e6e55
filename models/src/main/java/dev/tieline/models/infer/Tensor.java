package dev.tieline.models.infer;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A named block of values with a type and a shape.
 *
 * <p>Immutable as long as nobody writes to the bytes it was made from: it keeps a read-only view of them, not a copy.
 *
 * @param name the input or output it is meant for
 * @param type the type of its elements
 * @param shape its shape, without a variable dimension
 * @param data its elements in row-major order, little-endian and packed; a BYTES element is its length in 4 bytes,
 *     then its bytes (Open Inference Protocol v2, binary tensor data)
 */
public record Tensor(String name, DataType type, Shape shape, ByteBuffer data) {

    /** @throws IllegalArgumentException if the bytes are not what type and shape say */
    public Tensor {
        data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (!shape.isFixed()) {
            throw new IllegalArgumentException("the tensor '" + name + "' has the shape " + shape
                    + ", and none of its dimensions may be negative");
        }
        var elements = elements(name, shape);
        if (type == DataType.BYTES) {
            BytesElements.check(name, shape, elements, data);
        } else if (data.remaining() != bytes(name, type, shape, elements)) {
            throw new IllegalArgumentException("the tensor '" + name + "' of type " + type + " and shape " + shape
                    + " needs " + elements * type.byteSize() + " bytes, and it has " + data.remaining());
        }
    }

    /** A view of the elements of its own position and limit, little-endian, read-only. */
    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Length of the elements in bytes. */
    public int size() {
        return data.remaining();
    }

    /** The same elements under another name. */
    public Tensor withName(String newName) {
        return new Tensor(newName, type, shape, data);
    }

    public static Tensor ofFloats(String name, Shape shape, float... values) {
        var data = allocate(values.length, Float.BYTES);
        data.asFloatBuffer().put(values);
        return new Tensor(name, DataType.FP32, shape, data);
    }

    public static Tensor ofInts(String name, Shape shape, int... values) {
        var data = allocate(values.length, Integer.BYTES);
        data.asIntBuffer().put(values);
        return new Tensor(name, DataType.INT32, shape, data);
    }

    public static Tensor ofLongs(String name, Shape shape, long... values) {
        var data = allocate(values.length, Long.BYTES);
        data.asLongBuffer().put(values);
        return new Tensor(name, DataType.INT64, shape, data);
    }

    public static Tensor ofStrings(String name, Shape shape, String... values) {
        var elements = new ArrayList<byte[]>(values.length);
        for (var value : values) {
            elements.add(value.getBytes(StandardCharsets.UTF_8));
        }
        return new Tensor(name, DataType.BYTES, shape, BytesElements.pack(elements));
    }

    /** The elements. @throws IllegalStateException if they are not FP32 */
    public float[] floats() {
        need(DataType.FP32);
        var values = new float[data.remaining() / Float.BYTES];
        data().asFloatBuffer().get(values);
        return values;
    }

    /** The elements. @throws IllegalStateException if they are not INT32 */
    public int[] ints() {
        need(DataType.INT32);
        var values = new int[data.remaining() / Integer.BYTES];
        data().asIntBuffer().get(values);
        return values;
    }

    /** The elements. @throws IllegalStateException if they are not INT64 */
    public long[] longs() {
        need(DataType.INT64);
        var values = new long[data.remaining() / Long.BYTES];
        data().asLongBuffer().get(values);
        return values;
    }

    /** The elements as UTF-8 text. @throws IllegalStateException if they are not BYTES */
    public List<String> strings() {
        need(DataType.BYTES);
        return BytesElements.unpack(data).stream()
                .map(element -> new String(element, StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public String toString() {
        return name + " " + type + " " + shape + " (" + data.remaining() + " bytes)";
    }

    private static ByteBuffer allocate(int elements, int size) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long elements(String name, Shape shape) {
        try {
            return shape.elements();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "the tensor '" + name + "' has the shape " + shape
                            + ", and its number of elements overflows 64 bits",
                    e);
        }
    }

    private static long bytes(String name, DataType type, Shape shape, long elements) {
        try {
            return Math.multiplyExact(elements, (long) type.byteSize());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "the tensor '" + name + "' of type " + type + " has the shape " + shape
                            + ", and its number of bytes overflows 64 bits",
                    e);
        }
    }

    private void need(DataType wanted) {
        if (type != wanted) {
            throw new IllegalStateException(
                    "the tensor '" + name + "' has elements of type " + type + ", and " + wanted + " was asked for");
        }
    }
}
