package dev.tieline.launcher.control;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How values of an answer are shown to people. */
final class Shown {
    static final String NOTHING = "-";

    private Shown() {}

    /** Text on one line: what would move a terminal's cursor or colour it is shown as a space. */
    static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** A value that must be there, and may not be null. */
    static String needed(YamlMap object, String key) {
        return line(object.string(key));
    }

    /** A value, or empty if the key is missing or null. */
    static Optional<String> known(YamlMap object, String key) {
        return object.find(key).filter(value -> !isNull(value)).map(value -> line(text(value)));
    }

    /** A value, or a dash. */
    static String cell(YamlMap object, String key) {
        return known(object, key).orElse(NOTHING);
    }

    /** A moment to the second, or a dash. */
    static String moment(YamlMap object, String key) {
        return object.find(key)
                .filter(value -> !isNull(value))
                .map(value -> value.asScalar()
                        .instant()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString())
                .orElse(NOTHING);
    }

    /** A number of milliseconds to a tenth, or a dash. */
    static String millis(YamlMap object, String key) {
        return object.find(key)
                .filter(value -> !isNull(value))
                .map(value ->
                        String.format(Locale.ROOT, "%.1f ms", value.asScalar().number()))
                .orElse(NOTHING);
    }

    /** A data label, such as {@code personal} or {@code special [health]}. */
    static String label(YamlMap label) {
        var tags = label.find("tags").map(value -> value.asList().strings()).orElse(List.of());
        return needed(label, "class") + (tags.isEmpty() ? "" : " " + line(tags.toString()));
    }

    static boolean isNull(YamlValue value) {
        return value instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.NULL;
    }

    private static String text(YamlValue value) {
        var scalar = value.asScalar();
        return scalar.type() == YamlScalar.Type.BOOLEAN ? scalar.text() : scalar.string();
    }
}
