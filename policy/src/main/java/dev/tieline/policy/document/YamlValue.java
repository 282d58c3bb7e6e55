package dev.tieline.policy.document;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One value of a declared file: a scalar, a list or a map. */
public sealed interface YamlValue permits YamlScalar, YamlList, YamlMap {

    Place place();

    /** What the value is, for messages: {@code a value}, {@code a list} or {@code a map}. */
    String kind();

    default DocumentException error(String problem) {
        return new DocumentException(place(), problem);
    }

    /** This value as a scalar. @throws DocumentException if it is something else */
    default YamlScalar asScalar() {
        if (this instanceof YamlScalar scalar) {
            return scalar;
        }
        throw error("needs a single value, and this is " + kind());
    }

    /** This value as a list. @throws DocumentException if it is something else */
    default YamlList asList() {
        if (this instanceof YamlList list) {
            return list;
        }
        throw error("needs a list, and this is " + kind());
    }

    /** This value as a map. @throws DocumentException if it is something else */
    default YamlMap asMap() {
        if (this instanceof YamlMap map) {
            return map;
        }
        throw error("needs a map of keys to values, and this is " + kind());
    }

    /**
     * The constant that this value's text names.
     *
     * @param what what the constants are, for the message, such as {@code tier}
     * @param legal the constants that may stand here
     * @param word the text of a constant
     * @throws DocumentException if the text names none of them; the message lists them
     */
    default <T> T choice(String what, T[] legal, Function<T, String> word) {
        var text = asScalar().string();
        return Arrays.stream(legal)
                .filter(constant -> word.apply(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> error("unknown " + what + " '" + text + "'. Legal here: "
                        + Arrays.stream(legal).map(word).collect(Collectors.joining(", "))));
    }
}
