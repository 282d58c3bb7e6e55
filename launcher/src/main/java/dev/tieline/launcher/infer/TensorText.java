package dev.tieline.launcher.infer;

import dev.tieline.models.infer.Tensor;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tensor for people: its name, type and shape, and its first values. */
final class TensorText {
    private static final int SHOWN = 8;

    private TensorText() {}

    static String of(Tensor tensor) {
        var values = values(tensor);
        var more = tensor.shape().elements() > SHOWN ? ", ..." : "";
        return tensor.name() + " " + tensor.type() + " " + tensor.shape() + ": [" + values + more + "]";
    }

    private static String values(Tensor tensor) {
        return switch (tensor.type()) {
            case BOOL -> values(tensor, data -> data.get() != 0);
            case UINT8 -> values(tensor, data -> Byte.toUnsignedInt(data.get()));
            case INT8 -> values(tensor, ByteBuffer::get);
            case UINT16 -> values(tensor, data -> Short.toUnsignedInt(data.getShort()));
            case INT16 -> values(tensor, ByteBuffer::getShort);
            case UINT32 -> values(tensor, data -> Integer.toUnsignedString(data.getInt()));
            case INT32 -> values(tensor, ByteBuffer::getInt);
            case UINT64 -> values(tensor, data -> Long.toUnsignedString(data.getLong()));
            case INT64 -> values(tensor, ByteBuffer::getLong);
            case FP16 -> values(tensor, data -> number(Float.float16ToFloat(data.getShort())));
            case BF16 -> values(tensor, data -> number(Float.intBitsToFloat(data.getShort() << 16)));
            case FP32 -> values(tensor, data -> number(data.getFloat()));
            case FP64 -> values(tensor, data -> number(data.getDouble()));
            case BYTES ->
                tensor.strings().stream()
                        .limit(SHOWN)
                        .map(text -> "'" + text + "'")
                        .collect(Collectors.joining(", "));
        };
    }

    private static String values(Tensor tensor, Function<ByteBuffer, Object> next) {
        var data = tensor.data();
        return Stream.generate(() -> next.apply(data))
                .limit(Math.min(SHOWN, tensor.shape().elements()))
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
