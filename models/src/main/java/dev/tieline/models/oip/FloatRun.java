package dev.tieline.models.oip;

import java.nio.ByteBuffer;

/**
 * The fast road for long lists of floats: numbers of the plain form {@code -12.345} that are followed by a comma. Anything
 * else, an exponent, more than 18 digits, a doubtful rounding, the last of a list or an error, is left to
 * {@link NumberScanner}, which tells them apart.
 */
final class FloatRun {
    private static final int SIGN_BIT = 31;
    /** Bytes of the longest number of the plain form, with room to spare: so far no look at the end is needed. */
    private static final int MARGIN = 40;

    private FloatRun() {}

    /**
     * Reads numbers and the comma after each, as far as they have the plain form.
     *
     * <p>One loop over local variables on purpose: with fields for them it takes half as long again.
     *
     * @param max the most numbers to read
     * @return how many were read and put into the target
     */
    static int read(JsonScanner json, ByteBuffer target, long max) {
        var bytes = json.bytes;
        var safe = json.end - MARGIN;
        var i = json.position;
        var count = 0;
        while (count < max && i < safe) {
            while (bytes[i] == ' ' && i < safe) {
                i++;
            }
            var minus = bytes[i] == '-' ? 1 : 0;
            i += minus;
            var start = i;
            var last = i + NumberScanner.MAX_FAST_DIGITS;
            var mantissa = 0L;
            int digit;
            while ((digit = bytes[i] - '0') >= 0 && digit <= 9 && i < last) {
                mantissa = mantissa * 10 + digit;
                i++;
            }
            var whole = i - start;
            var fraction = 0;
            if (bytes[i] == '.') {
                var point = ++i;
                while ((digit = bytes[i] - '0') >= 0 && digit <= 9 && i <= last) {
                    mantissa = mantissa * 10 + digit;
                    i++;
                }
                fraction = i - point;
            }
            var value = mantissa / NumberScanner.POWERS[fraction];
            var plain = whole > 0
                    && (whole == 1 || bytes[start] != '0')
                    && (fraction > 0 || i == start + whole)
                    && bytes[i] == ',';
            if (!plain || !NumberScanner.roundsSurely(value)) {
                break;
            }
            target.putInt(Float.floatToRawIntBits((float) value) | (minus << SIGN_BIT));
            json.position = ++i;
            count++;
        }
        return count;
    }
}
