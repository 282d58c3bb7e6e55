package dev.tieline.models;

import java.util.Comparator;

/**
 * One version of a model, written {@code minilm@1}.
 *
 * @param name the model
 * @param version its version; the same characters as a name
 */
public record ModelRef(ModelName name, String version) implements Comparable<ModelRef> {
    private static final Comparator<ModelRef> ORDER =
            Comparator.comparing(ModelRef::name).thenComparing(ModelRef::version);

    public ModelRef {
        if (!ModelName.PATTERN.matcher(version).matches()) {
            throw new IllegalArgumentException("'" + version + "' is not a version of the model " + name
                    + ": it needs 1 to 63 of the characters A-Z a-z 0-9 . _ - and starts with a letter or a digit");
        }
    }

    /** The reference that a text such as {@code minilm@1} says. @throws IllegalArgumentException if it says none */
    public static ModelRef of(String text) {
        var at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a model reference: it needs a name and a version, such as minilm@1");
        }
        return new ModelRef(ModelName.of(text.substring(0, at)), text.substring(at + 1));
    }

    @Override
    public int compareTo(ModelRef other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
