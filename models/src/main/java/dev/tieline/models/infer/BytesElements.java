package dev.tieline.models.infer;

import dev.tieline.models.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The layout of a BYTES tensor: per element a little-endian length of 4 bytes, then as many bytes. */
public final class BytesElements {

    private BytesElements() {}

    /** The elements, one after the other. */
    public static ByteBuffer pack(List<byte[]> elements) {
        var size = 0;
        for (var element : elements) {
            size = Math.addExact(size, Math.addExact(Integer.BYTES, element.length));
        }
        var packed = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (var element : elements) {
            packed.putInt(element.length).put(element);
        }
        return packed.flip();
    }

    /** Copies of the elements of a well-formed buffer; its position stays. */
    public static List<byte[]> unpack(ByteBuffer packed) {
        var rest = packed.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        var elements = new ArrayList<byte[]>();
        while (rest.hasRemaining()) {
            var element = new byte[rest.getInt()];
            rest.get(element);
            elements.add(element);
        }
        return elements;
    }

    static void check(String name, Shape shape, long elements, ByteBuffer packed) {
        var rest = packed.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        var found = 0L;
        while (rest.hasRemaining()) {
            if (rest.remaining() < Integer.BYTES) {
                throw new IllegalArgumentException("the BYTES tensor '" + name + "' ends inside the length of element "
                        + found + ": " + rest.remaining() + " bytes are left of 4");
            }
            var length = rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw new IllegalArgumentException("element " + found + " of the BYTES tensor '" + name
                        + "' says that it has " + Integer.toUnsignedString(length) + " bytes, and " + rest.remaining()
                        + " are left");
            }
            rest.position(rest.position() + length);
            found++;
        }
        if (found != elements) {
            throw new IllegalArgumentException("the BYTES tensor '" + name + "' of shape " + shape + " needs "
                    + elements + " elements, and it has " + found);
        }
    }
}
