package dev.tieline.models.oip;

import com.fasterxml.jackson.core.io.NumberInput;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON numbers (RFC 8259, section 6), rounded correctly, without an object per number.
 *
 * <p>The common case is a decimal of at most 18 digits and a small exponent. Its digits m and its power of ten are
 * exact, or nearly so, as doubles; m times or over the power is then off by less than two units in the last place. A
 * float takes the upper bits of that double, so it is right unless the double lies that close to the middle between two
 * floats; then, and outside the common case, the number goes the slow way through its text (compare W. D. Clinger, "How
 * to read floating point numbers accurately", 1990).
 */
final class NumberScanner {
    /** 10 to the 18th minus 1 is the largest number of digits that always fits a long. */
    static final int MAX_FAST_DIGITS = 18;

    private static final long MAX_EXACT_MANTISSA = 1L << Double.PRECISION;
    /** Powers of ten that a double holds exactly. */
    static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** The bits of a double that a float drops. */
    private static final long DROPPED = (1L << (Double.PRECISION - Float.PRECISION)) - 1;

    private static final long HALF = (DROPPED + 1) / 2;
    private static final long DOUBT = 4;
    private static final int MAX_EXPONENT = 100_000;

    private final JsonScanner json;

    // What scan() found.
    private boolean negative;
    private long mantissa;
    private int exponent;
    private boolean fast;
    private boolean whole;
    private int from;

    NumberScanner(JsonScanner json) {
        this.json = json;
    }

    /** Reads a number as a float; infinite if it is out of range. */
    float readFloat() {
        scan();
        if (fast && exponent >= -22 && exponent <= 22) {
            var value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
            if (roundsSurely(value)) {
                return (float) (negative ? -value : value);
            }
        }
        return Float.parseFloat(text());
    }

    /** Whether a double that is off by less than two units in the last place becomes the right float all the same. */
    static boolean roundsSurely(double value) {
        var distance = (Double.doubleToRawLongBits(value) & DROPPED) - HALF;
        return value == 0 || (value >= Float.MIN_NORMAL && (distance > DOUBT || distance < -DOUBT));
    }

    /** Reads a number as a double; infinite if it is out of range. */
    double readDouble() {
        scan();
        if (fast && mantissa <= MAX_EXACT_MANTISSA && exponent >= -22 && exponent <= 22) {
            var value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
            return negative ? -value : value;
        }
        return NumberInput.parseDouble(text(), true);
    }

    /** Reads a whole number between two bounds. */
    long readLong(long min, long max, String what) {
        scan();
        if (!whole) {
            throw failed(what + " needs a whole number, and it has " + shortText());
        }
        if (fast) {
            var value = negative ? -mantissa : mantissa;
            if (value >= min && value <= max) {
                return value;
            }
        } else {
            try {
                var value = Long.parseLong(text());
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Out of range of a long: refused below.
            }
        }
        throw failed(what + " needs a whole number from " + min + " to " + max + ", and it has " + shortText());
    }

    /** Reads a whole number from 0 to 2 to the 64th minus 1, as the bits of a long. */
    long readUnsignedLong(String what) {
        scan();
        if (whole && fast && (!negative || mantissa == 0)) {
            return mantissa;
        }
        if (whole && !negative) {
            try {
                return Long.parseUnsignedLong(text());
            } catch (NumberFormatException e) {
                // Out of range: refused below.
            }
        }
        throw failed(what + " needs a whole number from 0 to 18446744073709551615, and it has " + shortText());
    }

    /** Reads a number as a Long if it is whole and fits one, and as a Double if not. */
    Object readNumber(String what) {
        scan();
        if (whole && fast) {
            return negative ? -mantissa : mantissa;
        }
        var text = text();
        if (whole) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                // Larger than a long: a double it is.
            }
        }
        var value = NumberInput.parseDouble(text, true);
        if (Double.isInfinite(value)) {
            throw failed(what + " needs a number in the range of a double, and it has " + shortText());
        }
        return value;
    }

    void skip() {
        scan();
    }

    /** Where the number that was read last begins, for messages. */
    String shortText() {
        var text = text();
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private String text() {
        return new String(json.bytes, from, json.position - from, StandardCharsets.US_ASCII);
    }

    private RuntimeException failed(String problem) {
        return json.error(problem);
    }

    private void scan() {
        var bytes = json.bytes;
        var end = json.end;
        var first = json.peek();
        var i = json.position;
        from = i;
        negative = first == '-';
        if (negative) {
            i++;
        }
        var digits = 0L;
        var start = i;
        int digit;
        while (i < end && (digit = bytes[i] - '0') >= 0 && digit <= 9) {
            digits = digits * 10 + digit;
            i++;
        }
        var count = i - start;
        if (count == 0 || (count > 1 && bytes[start] == '0')) {
            throw notANumber(count == 0 ? "needs a number" : "needs a number without leading zeros");
        }
        var power = 0;
        whole = true;
        if (i < end && bytes[i] == '.') {
            whole = false;
            var point = ++i;
            while (i < end && (digit = bytes[i] - '0') >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                i++;
            }
            power = point - i;
            if (power == 0) {
                throw notANumber("needs a digit after the point of a number");
            }
            count -= power;
            if (count > MAX_FAST_DIGITS && bytes[start] == '0') {
                count -= leadingZeros(bytes, point, i) + 1;
            }
        }
        fast = count <= MAX_FAST_DIGITS;
        json.position = i;
        if (i < end && (bytes[i] | 0x20) == 'e') {
            whole = false;
            power += scanExponent(bytes, i + 1, end);
        }
        mantissa = digits;
        exponent = power;
    }

    private static int leadingZeros(byte[] bytes, int from, int to) {
        var i = from;
        while (i < to && bytes[i] == '0') {
            i++;
        }
        return i - from;
    }

    private int scanExponent(byte[] bytes, int at, int end) {
        var i = at;
        var minus = i < end && bytes[i] == '-';
        if (i < end && (bytes[i] == '-' || bytes[i] == '+')) {
            i++;
        }
        var start = i;
        var value = 0;
        int digit;
        while (i < end && (digit = bytes[i] - '0') >= 0 && digit <= 9) {
            value = Math.min(value * 10 + digit, MAX_EXPONENT);
            i++;
        }
        if (i == start) {
            throw notANumber("needs a digit in the exponent of a number");
        }
        json.position = i;
        return minus ? -value : value;
    }

    private RuntimeException notANumber(String problem) {
        var found = json.found();
        var advice = found.startsWith("'NaN") || found.startsWith("'Inf") || found.startsWith("'-Inf")
                ? ". JSON has no NaN and no infinity. Maybe send this tensor as binary data"
                : "";
        return json.error(problem + ", and it has " + found + advice);
    }
}
