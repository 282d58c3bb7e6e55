package dev.tieline.devices;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.util.function.Function;

/** What the declared files of this package have in common. */
final class Documents {

    private Documents() {}

    static void checkApiVersion(YamlMap map, String expected) {
        var value = map.get("apiVersion");
        var actual = value.asScalar().string();
        if (!actual.equals(expected)) {
            throw value.error("needs '" + expected + "', and this is '" + actual + "'");
        }
    }

    /** A value of a type whose {@code of} says what is wrong. */
    static <T> T parse(YamlValue value, Function<String, T> of) {
        try {
            return of.apply(value.asScalar().string());
        } catch (IllegalArgumentException e) {
            throw value.error(String.valueOf(e.getMessage()));
        }
    }

    static long positive(YamlValue value) {
        var number = value.asScalar().integer();
        if (number < 1) {
            throw value.error("needs an integer of 1 or more, and this is " + number);
        }
        return number;
    }

    static int positiveInt(YamlValue value) {
        var number = positive(value);
        if (number > Integer.MAX_VALUE) {
            throw value.error("needs an integer of at most " + Integer.MAX_VALUE + ", and this is " + number);
        }
        return (int) number;
    }
}
