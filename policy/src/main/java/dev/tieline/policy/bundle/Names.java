package dev.tieline.policy.bundle;

import dev.tieline.policy.document.YamlValue;
import java.util.regex.Pattern;

/** The form of the names that a bundle declares. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private Names() {}

    /** The value as a name; {@code what} says whose, for the error. */
    static String name(String what, YamlValue value) {
        var name = value.asScalar().string();
        if (!NAME.matcher(name).matches()) {
            throw value.error("'" + name + "' is not a " + what
                    + ": it has 1 to 63 letters, digits, dots, hyphens and underscores, and starts with a letter or"
                    + " digit");
        }
        return name;
    }
}
