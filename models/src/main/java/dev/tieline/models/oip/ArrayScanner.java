package dev.tieline.models.oip;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the {@code data} of one tensor, a JSON array that is flat or nested like the tensor's shape, into the packed
 * little-endian layout.
 */
final class ArrayScanner {
    private final JsonScanner json;
    private final NumberScanner numbers;
    private final String what;
    private final DataType type;
    private final Shape shape;
    private final long elements;
    private long found;
    private ByteBuffer target = ByteBuffer.allocate(0);
    private final PackedTexts texts;

    /** @param elements the number of elements of the shape */
    ArrayScanner(JsonScanner json, String name, DataType type, Shape shape, long elements) {
        this.json = json;
        this.numbers = json.numbers();
        this.what = "the data of the tensor '" + name + "'";
        this.type = type;
        this.shape = shape;
        this.elements = elements;
        this.texts = new PackedTexts(json);
    }

    ByteBuffer read() {
        if (type == DataType.FP16 || type == DataType.BF16) {
            throw json.error(
                    "has " + what + " of type " + type + ", which JSON cannot hold. Maybe send it as binary data");
        }
        // An element takes at least one byte of JSON and one for what parts it from the next.
        if (elements > json.remaining() / 2) {
            throw json.error("needs " + elements + " elements as " + what + " of shape " + shape + ", and only "
                    + json.remaining() + " bytes follow");
        }
        long size = elements * type.byteSize();
        if (size > Integer.MAX_VALUE) {
            throw json.error("has " + what + " of shape " + shape + ", which needs " + size + " bytes; the limit is "
                    + Integer.MAX_VALUE);
        }
        json.hold(size);
        target = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        json.enter('[', "that begins " + what);
        if (json.peek() == '[') {
            readNested(0);
        } else {
            readFlat(elements);
        }
        if (found != elements) {
            throw wrongCount(elements, found);
        }
        return type == DataType.BYTES ? texts.packed() : target.flip();
    }

    /** Reads the items of a list at one level of nesting; its opening bracket is read already. */
    private void readNested(int level) {
        var extent = shape.rank() == 0 ? 0 : shape.dimensions().get(level);
        if (level >= shape.rank() - 1) {
            readFlat(extent);
            return;
        }
        var items = 0L;
        if (!json.empty(']')) {
            do {
                if (items == extent) {
                    throw wrongLists(extent, level, "more");
                }
                if (json.peek() != '[') {
                    throw json.error("needs '[' that begins a list of level " + (level + 2) + " of " + what
                            + " of shape " + shape + ", and it has " + json.found());
                }
                json.enter('[', what);
                readNested(level + 1);
                items++;
            } while (json.another(']'));
        }
        if (items != extent) {
            throw wrongLists(extent, level, items);
        }
    }

    private RuntimeException wrongLists(long extent, int level, Object actual) {
        return json.error("needs " + extent + " lists in level " + (level + 1) + " of " + what + " of shape " + shape
                + ", and it has " + actual);
    }

    /** Reads a list of so many elements; its opening bracket is read already. */
    private void readFlat(long count) {
        var before = found;
        if (!json.empty(']')) {
            do {
                if (found - before == count) {
                    throw wrongCount(count, "more");
                }
                if (type == DataType.FP32) {
                    found += FloatRun.read(json, target, count - (found - before) - 1);
                }
                readElement();
                found++;
            } while (json.another(']'));
        }
        if (found - before != count) {
            throw wrongCount(count, found - before);
        }
    }

    private RuntimeException wrongCount(long count, Object actual) {
        return json.error(
                "needs " + count + " elements in a list of " + what + " of shape " + shape + ", and it has " + actual);
    }

    private void readElement() {
        switch (type) {
            case FP32 -> target.putFloat(readFloat());
            case FP64 -> target.putDouble(readDouble());
            case INT64 -> target.putLong(numbers.readLong(Long.MIN_VALUE, Long.MAX_VALUE, what));
            case INT32 -> target.putInt((int) numbers.readLong(Integer.MIN_VALUE, Integer.MAX_VALUE, what));
            case INT16 -> target.putShort((short) numbers.readLong(Short.MIN_VALUE, Short.MAX_VALUE, what));
            case INT8 -> target.put((byte) numbers.readLong(Byte.MIN_VALUE, Byte.MAX_VALUE, what));
            case UINT64 -> target.putLong(numbers.readUnsignedLong(what));
            case UINT32 -> target.putInt((int) numbers.readLong(0, 0xffff_ffffL, what));
            case UINT16 -> target.putShort((short) numbers.readLong(0, 0xffff, what));
            case UINT8 -> target.put((byte) numbers.readLong(0, 0xff, what));
            case BOOL -> target.put(readBool());
            case BYTES -> readText();
            case FP16, BF16 -> throw new IllegalStateException("refused before the first element: " + type);
        }
    }

    private float readFloat() {
        var value = numbers.readFloat();
        if (Float.isInfinite(value)) {
            throw outOfRange();
        }
        return value;
    }

    private double readDouble() {
        var value = numbers.readDouble();
        if (Double.isInfinite(value)) {
            throw outOfRange();
        }
        return value;
    }

    private RuntimeException outOfRange() {
        return json.error("has " + numbers.shortText() + " in " + what + ", which is out of the range of " + type);
    }

    private byte readBool() {
        var next = json.peek();
        if (next == 't' || next == 'f') {
            return (byte) (json.readBoolean(what) ? 1 : 0);
        }
        return (byte) numbers.readLong(0, 1, what);
    }

    private void readText() {
        texts.begin();
        json.texts().read(what, texts);
        texts.end();
    }

    /** Texts in the layout of BYTES: each is written after room for its length, which is filled in at its end. */
    private static final class PackedTexts extends ByteArrayOutputStream {
        private final JsonScanner json;
        private int start;
        private long held;

        PackedTexts(JsonScanner json) {
            super(0);
            this.json = json;
        }

        void begin() {
            for (var i = 0; i < Integer.BYTES; i++) {
                write(0);
            }
            start = count;
        }

        void end() {
            var length = count - start;
            for (var i = 0; i < Integer.BYTES; i++) {
                buf[start - Integer.BYTES + i] = (byte) (length >>> (Byte.SIZE * i));
            }
            if (count > held) {
                var more = 2L * count - held; // as the array grows
                held += more;
                json.hold(more);
            }
        }

        /** What was written, and not a copy of it. */
        ByteBuffer packed() {
            return ByteBuffer.wrap(buf, 0, count).slice();
        }
    }
}
