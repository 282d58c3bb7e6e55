package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.ByteString;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferTensorContents;
import dev.tieline.models.DataType;
import dev.tieline.models.infer.BytesElements;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The elements of one tensor in {@code InferTensorContents}, which has a field for each kind of datatype. INT8 and INT16
 * come as int32, UINT8 and UINT16 as uint32, and are held to their range.
 */
final class TypedContents {

    private TypedContents() {}

    /**
     * Reads the elements into the packed little-endian layout.
     *
     * @param elements how many the tensor's shape says
     * @throws InferenceException if they are not so many, stand in the field of another datatype, or are out of its range
     */
    static ByteBuffer read(String name, DataType type, long elements, InferTensorContents contents) {
        if (type == DataType.FP16 || type == DataType.BF16) {
            throw invalid("the input '" + name + "' is of type " + type
                    + ", which has no typed contents. Maybe send it in raw_input_contents");
        }
        var field = field(type);
        int count = count(contents, field);
        if (total(contents) != count) {
            throw invalid("the input '" + name + "' is of type " + type + ", whose elements belong into " + field
                    + ", and there are some in another field of its contents");
        }
        if (count != elements) {
            throw invalid(
                    "the input '" + name + "' needs " + elements + " elements in " + field + ", and it has " + count);
        }
        return type == DataType.BYTES ? bytes(contents) : numbers(name, type, contents, count);
    }

    /** Whether there is any element. */
    static boolean hasAny(InferTensorContents contents) {
        return total(contents) > 0;
    }

    /** The name of the field that has the elements of a type. */
    private static String field(DataType type) {
        return switch (type) {
            case BOOL -> "bool_contents";
            case INT8, INT16, INT32 -> "int_contents";
            case INT64 -> "int64_contents";
            case UINT8, UINT16, UINT32 -> "uint_contents";
            case UINT64 -> "uint64_contents";
            case FP32 -> "fp32_contents";
            case FP64 -> "fp64_contents";
            case BYTES -> "bytes_contents";
            case FP16, BF16 -> throw new IllegalStateException("has no typed contents: " + type);
        };
    }

    private static int count(InferTensorContents contents, String field) {
        return switch (field) {
            case "bool_contents" -> contents.getBoolContentsCount();
            case "int_contents" -> contents.getIntContentsCount();
            case "int64_contents" -> contents.getInt64ContentsCount();
            case "uint_contents" -> contents.getUintContentsCount();
            case "uint64_contents" -> contents.getUint64ContentsCount();
            case "fp32_contents" -> contents.getFp32ContentsCount();
            case "fp64_contents" -> contents.getFp64ContentsCount();
            default -> contents.getBytesContentsCount();
        };
    }

    private static long total(InferTensorContents contents) {
        return (long) contents.getBoolContentsCount()
                + contents.getIntContentsCount()
                + contents.getInt64ContentsCount()
                + contents.getUintContentsCount()
                + contents.getUint64ContentsCount()
                + contents.getFp32ContentsCount()
                + contents.getFp64ContentsCount()
                + contents.getBytesContentsCount();
    }

    private static ByteBuffer bytes(InferTensorContents contents) {
        var elements = contents.getBytesContentsList();
        int size = 0;
        for (var element : elements) {
            size = Math.addExact(size, Math.addExact(Integer.BYTES, element.size()));
        }
        var packed = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (var element : elements) {
            element.copyTo(packed.putInt(element.size()));
        }
        return packed.flip();
    }

    private static ByteBuffer numbers(String name, DataType type, InferTensorContents contents, int count) {
        var packed =
                ByteBuffer.allocate(Math.multiplyExact(count, type.byteSize())).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            switch (type) {
                case BOOL -> packed.put((byte) (contents.getBoolContents(i) ? 1 : 0));
                case INT8 ->
                    packed.put((byte) within(name, type, contents.getIntContents(i), Byte.MIN_VALUE, Byte.MAX_VALUE));
                case INT16 ->
                    packed.putShort(
                            (short) within(name, type, contents.getIntContents(i), Short.MIN_VALUE, Short.MAX_VALUE));
                case INT32 -> packed.putInt(contents.getIntContents(i));
                case INT64 -> packed.putLong(contents.getInt64Contents(i));
                case UINT8 -> packed.put((byte) within(name, type, unsigned(contents, i), 0, 0xff));
                case UINT16 -> packed.putShort((short) within(name, type, unsigned(contents, i), 0, 0xffff));
                case UINT32 -> packed.putInt(contents.getUintContents(i));
                case UINT64 -> packed.putLong(contents.getUint64Contents(i));
                case FP32 -> packed.putFloat(contents.getFp32Contents(i));
                case FP64 -> packed.putDouble(contents.getFp64Contents(i));
                case FP16, BF16, BYTES -> throw new IllegalStateException("no numbers: " + type);
            }
        }
        return packed.flip();
    }

    private static long unsigned(InferTensorContents contents, int index) {
        return Integer.toUnsignedLong(contents.getUintContents(index));
    }

    private static long within(String name, DataType type, long value, long least, long most) {
        if (value < least || value > most) {
            throw invalid(
                    "the input '" + name + "' has the element " + value + ", which is out of the range of " + type);
        }
        return value;
    }

    /** Writes elements in the packed little-endian layout. @throws InferenceException if the type has no typed contents */
    static InferTensorContents write(String name, DataType type, ByteBuffer packed) {
        var contents = InferTensorContents.newBuilder();
        var data = packed.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (type == DataType.BYTES) {
            List<byte[]> elements = BytesElements.unpack(data);
            elements.forEach(element -> contents.addBytesContents(ByteString.copyFrom(element)));
            return contents.build();
        }
        while (data.hasRemaining()) {
            switch (type) {
                case BOOL -> contents.addBoolContents(data.get() != 0);
                case INT8 -> contents.addIntContents(data.get());
                case INT16 -> contents.addIntContents(data.getShort());
                case INT32 -> contents.addIntContents(data.getInt());
                case INT64 -> contents.addInt64Contents(data.getLong());
                case UINT8 -> contents.addUintContents(Byte.toUnsignedInt(data.get()));
                case UINT16 -> contents.addUintContents(Short.toUnsignedInt(data.getShort()));
                case UINT32 -> contents.addUintContents(data.getInt());
                case UINT64 -> contents.addUint64Contents(data.getLong());
                case FP32 -> contents.addFp32Contents(data.getFloat());
                case FP64 -> contents.addFp64Contents(data.getDouble());
                case FP16, BF16 ->
                    throw invalid("the output '" + name + "' is of type " + type
                            + ", which has no typed contents. Maybe ask for raw contents");
                case BYTES -> throw new IllegalStateException("written above");
            }
        }
        return contents.build();
    }

    private static InferenceException invalid(String message) {
        return new InvalidRequest(message).asException();
    }
}
