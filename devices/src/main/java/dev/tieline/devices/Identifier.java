package dev.tieline.devices;

import java.util.regex.Pattern;

/** The rule that tenants, sites and nodes are named by, so that each of them is one level of a topic. */
final class Identifier {
    private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private Identifier() {}

    static String check(String kind, String value) {
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + shorten(value) + "' is not a " + kind + ": it needs 1 to 63 of the"
                    + " characters a-z, 0-9 and -, and starts with a letter or digit."
                    + (value.chars().anyMatch(Character::isUpperCase) ? " Maybe write it in lower case." : ""));
        }
        return value;
    }

    private static String shorten(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "...";
    }
}
