package dev.tieline.models;

import java.util.regex.Pattern;

/**
 * The name of a model, such as {@code minilm}: the word of the inference path and of the dispatch topic.
 *
 * @param value matches {@code ^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$}
 */
public record ModelName(String value) implements Comparable<ModelName> {
    static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public ModelName {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not the name of a model: it needs 1 to 63 of"
                    + " the characters A-Z a-z 0-9 . _ - and starts with a letter or a digit");
        }
    }

    /** The name that a text says. @throws IllegalArgumentException if it breaks the rule */
    public static ModelName of(String value) {
        return new ModelName(value);
    }

    @Override
    public int compareTo(ModelName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
