package dev.tieline.e2e.operators;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A protobuf message taken apart by field numbers, without knowing its type (Protocol Buffers, "Encoding"). */
final class ProtoMessage {
    private static final int TYPE_BITS = 3;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    /** Values in the order they came: a number of a varint, or the bytes of anything else. */
    private final Map<Integer, List<Object>> fields = new TreeMap<>();

    private ProtoMessage(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            var tag = varint(bytes);
            var value = value(bytes, (int) tag & ((1 << TYPE_BITS) - 1));
            fields.computeIfAbsent((int) (tag >>> TYPE_BITS), field -> new ArrayList<>())
                    .add(value);
        }
    }

    /** Takes a message apart; the buffer stays as it is. */
    static ProtoMessage of(ByteBuffer bytes) {
        return new ProtoMessage(bytes.slice());
    }

    static ProtoMessage of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes));
    }

    boolean has(int field) {
        return fields.containsKey(field);
    }

    /** A whole number; 0 where it is absent. */
    long number(int field) {
        return values(field).stream().map(Long.class::cast).reduce(0L, (earlier, later) -> later);
    }

    /** Repeated whole numbers, packed or not. */
    List<Long> numbers(int field) {
        var numbers = new ArrayList<Long>();
        for (var value : values(field)) {
            if (value instanceof ByteBuffer packed) {
                var rest = packed.slice();
                while (rest.hasRemaining()) {
                    numbers.add(varint(rest));
                }
            } else {
                numbers.add((Long) value);
            }
        }
        return numbers;
    }

    /** A text; empty where it is absent. */
    String text(int field) {
        return find(field)
                .map(bytes -> StandardCharsets.UTF_8.decode(bytes.slice()).toString())
                .orElse("");
    }

    Optional<ProtoMessage> message(int field) {
        return find(field).map(ProtoMessage::of);
    }

    List<ProtoMessage> messages(int field) {
        return all(field).stream().map(ProtoMessage::of).toList();
    }

    /** Every value of a field, as its bytes. */
    List<ByteBuffer> all(int field) {
        return values(field).stream().map(ByteBuffer.class::cast).toList();
    }

    /** The bytes of all values of a field, one after the other: repeated numbers of a fixed size, packed or not. */
    ByteBuffer joined(int field) {
        var parts = all(field);
        var joined = ByteBuffer.allocate(
                parts.stream().mapToInt(ByteBuffer::remaining).sum());
        parts.forEach(part -> joined.put(part.slice()));
        return joined.flip();
    }

    private Optional<ByteBuffer> find(int field) {
        return all(field).stream().reduce((earlier, later) -> later);
    }

    private List<Object> values(int field) {
        return fields.getOrDefault(field, List.of());
    }

    private static Object value(ByteBuffer bytes, int type) {
        return switch (type) {
            case VARINT -> varint(bytes);
            case FIXED64 -> take(bytes, Long.BYTES);
            case LENGTH_DELIMITED -> take(bytes, Math.toIntExact(varint(bytes)));
            case FIXED32 -> take(bytes, Integer.BYTES);
            default -> throw new IllegalArgumentException("a protobuf field has the wire type " + type);
        };
    }

    private static ByteBuffer take(ByteBuffer bytes, int size) {
        var taken = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + size);
        return taken;
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE - 1) {
            var next = bytes.get();
            value |= (long) (next & Byte.MAX_VALUE) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a protobuf number has more than 10 bytes");
    }
}
