package dev.tieline.models.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.models.infer.BytesElements;
import dev.tieline.models.infer.Tensor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Writes the elements of a tensor as the items of a flat JSON array. */
final class ArrayWriter {

    private ArrayWriter() {}

    static void write(JsonGenerator json, Tensor tensor) throws IOException {
        var data = tensor.data();
        switch (tensor.type()) {
            case FP32 -> {
                while (data.hasRemaining()) {
                    var value = data.getFloat();
                    if (!Float.isFinite(value)) {
                        throw refused(tensor, "holds " + value + ", which JSON cannot say");
                    }
                    json.writeNumber(value);
                }
            }
            case FP64 -> {
                while (data.hasRemaining()) {
                    var value = data.getDouble();
                    if (!Double.isFinite(value)) {
                        throw refused(tensor, "holds " + value + ", which JSON cannot say");
                    }
                    json.writeNumber(value);
                }
            }
            case BYTES -> {
                for (var element : BytesElements.unpack(data)) {
                    json.writeString(text(tensor, element));
                }
            }
            case FP16, BF16 -> throw refused(tensor, "is of type " + tensor.type() + ", which JSON cannot hold");
            default -> writeWhole(json, tensor, data);
        }
    }

    private static void writeWhole(JsonGenerator json, Tensor tensor, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            switch (tensor.type()) {
                case BOOL -> json.writeBoolean(data.get() != 0);
                case INT8 -> json.writeNumber((int) data.get());
                case UINT8 -> json.writeNumber(Byte.toUnsignedInt(data.get()));
                case INT16 -> json.writeNumber((int) data.getShort());
                case UINT16 -> json.writeNumber(Short.toUnsignedInt(data.getShort()));
                case INT32 -> json.writeNumber(data.getInt());
                case UINT32 -> json.writeNumber(Integer.toUnsignedLong(data.getInt()));
                case INT64 -> json.writeNumber(data.getLong());
                case UINT64 -> json.writeNumber(new BigInteger(Long.toUnsignedString(data.getLong())));
                case FP16, BF16, FP32, FP64, BYTES ->
                    throw new IllegalStateException("not a whole number: " + tensor.type());
            }
        }
    }

    private static String text(Tensor tensor, byte[] element) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(element))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(tensor, "holds bytes that are not UTF-8, which JSON cannot say");
        }
    }

    private static RuntimeException refused(Tensor tensor, String why) {
        return BinarySection.invalid("the tensor '" + tensor.name() + "' " + why + ". Maybe ask for it as binary data");
    }
}
