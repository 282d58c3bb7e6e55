package dev.tieline.cloud.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which bytes of a whole a {@code Range} header asks for (RFC 9110, section 14). */
sealed interface ByteRange {

    /** All of them: no range, one of another unit, one that is malformed, or several, which a server may ignore. */
    record Whole() implements ByteRange {}

    /**
     * Some of them.
     *
     * @param first the first byte, counted from 0
     * @param length how many bytes, at least 1
     */
    record Part(long first, long length) implements ByteRange {

        /** Such as {@code bytes 0-99/1000}. */
        String contentRange(long size) {
            return "bytes " + first + "-" + (first + length - 1) + "/" + size;
        }
    }

    /** Bytes that are not there. */
    record Unsatisfiable() implements ByteRange {}

    Pattern ONE_RANGE = Pattern.compile("(?i:bytes)=[ \t]*(\\d*)-(\\d*)[ \t]*");

    /** The range of a header's value, for a whole of so many bytes, at least 1. */
    static ByteRange of(String header, long size) {
        var range = ONE_RANGE.matcher(header);
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return new Whole();
        }
        return range.group(1).isEmpty() ? last(number(range, 2), size) : from(range, size);
    }

    private static ByteRange last(long count, long size) {
        if (count == 0) {
            return new Unsatisfiable();
        }
        var length = Math.min(count, size);
        return new Part(size - length, length);
    }

    private static ByteRange from(Matcher range, long size) {
        var first = number(range, 1);
        var last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range, 2);
        if (last < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1) - first + 1);
    }

    // More digits than a long has stand for more bytes than any file has.
    private static long number(Matcher range, int group) {
        try {
            return Long.parseLong(range.group(group));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
