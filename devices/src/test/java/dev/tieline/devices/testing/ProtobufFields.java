package dev.tieline.devices.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The fields of a protobuf message by their numbers, without its schema. */
final class ProtobufFields {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final List<Field> fields = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    private record Field(int number, long value, byte[] bytes) {}

    static ProtobufFields read(byte[] message) {
        var read = new ProtobufFields();
        var in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            read.fields.add(field((int) (tag >> 3), (int) (tag & 7), in));
        }
        return read;
    }

    /** The messages in a field that may be repeated. */
    List<ProtobufFields> messages(int number) {
        return fields.stream()
                .filter(field -> field.number == number)
                .map(field -> read(field.bytes))
                .toList();
    }

    /** The bytes of a field; none if it is absent. */
    byte[] bytes(int number) {
        return fields.stream()
                .filter(field -> field.number == number)
                .map(Field::bytes)
                .findFirst()
                .orElse(new byte[0]);
    }

    /** The number in a field; 0 if it is absent. */
    long number(int number) {
        return fields.stream()
                .filter(field -> field.number == number)
                .mapToLong(Field::value)
                .findFirst()
                .orElse(0);
    }

    private static Field field(int number, int type, ByteBuffer in) {
        return switch (type) {
            case VARINT -> new Field(number, varint(in), new byte[0]);
            case FIXED64 -> new Field(number, in.getLong(), new byte[0]);
            case FIXED32 -> new Field(number, in.getInt(), new byte[0]);
            case LENGTH -> {
                var bytes = new byte[(int) varint(in)];
                in.get(bytes);
                yield new Field(number, 0, bytes);
            }
            default -> throw new IllegalArgumentException("field " + number + " has the unknown wire type " + type);
        };
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
