package dev.tieline.devices;

import dev.tieline.policy.document.YamlValue;
import java.util.Map;
import java.util.regex.Pattern;

/** Amounts of memory as files write them: {@code 8GiB}, {@code 512MiB}, or a plain number of bytes. */
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(KiB|MiB|GiB|TiB)?");
    private static final Map<String, Long> UNITS =
            Map.of("KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

    private ByteSize() {}

    /** The bytes, 1 or more. */
    static long read(YamlValue value) {
        var text = value.asScalar().string();
        var matcher = FORM.matcher(text);
        if (matcher.matches()) {
            var unit = matcher.group(2) == null ? 1L : UNITS.getOrDefault(matcher.group(2), 1L);
            var number = Long.parseLong(matcher.group(1));
            if (number > 0 && number <= Long.MAX_VALUE / unit) {
                return number * unit;
            }
        }
        throw value.error(
                "needs an amount of memory such as 8GiB, 512MiB or a number of bytes, and this is '" + text + "'");
    }
}
