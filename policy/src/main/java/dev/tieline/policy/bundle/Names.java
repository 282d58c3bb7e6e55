package dev.tieline.policy.bundle;

import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.document.YamlValue;
import java.util.Collection;
import java.util.regex.Pattern;

/** The names in a bundle: the form of those that it declares, and errors for those that it does not. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private Names() {}

    /** The value as a name; {@code what} says whose, for the error. */
    static String name(String what, YamlValue value) {
        return check(what, value.asScalar().string(), value);
    }

    static String check(String what, String name, YamlValue at) {
        if (!NAME.matcher(name).matches()) {
            throw at.error("'" + name + "' is not a " + what
                    + ": it has 1 to 63 letters, digits, dots, hyphens and underscores, and starts with a letter or"
                    + " digit");
        }
        return name;
    }

    /** The value as one of the names that the bundle declares under {@code section}. */
    static String declared(String what, YamlValue value, Collection<String> declared, String section) {
        var name = value.asScalar().string();
        if (!declared.contains(name)) {
            throw value.error("unknown " + what + " '" + name + "'. Declared under " + section + ": "
                    + (declared.isEmpty() ? "nothing" : String.join(", ", declared)));
        }
        return name;
    }

    /** The value as a jurisdiction, after it turned out to be none of the blocs. */
    static Jurisdiction jurisdiction(YamlValue value, Collection<String> blocs) {
        var name = value.asScalar().string();
        try {
            return Jurisdiction.of(name);
        } catch (IllegalArgumentException e) {
            throw value.error("'" + name + "' is neither a bloc (" + String.join(", ", blocs)
                    + ") nor a jurisdiction such as DE or US-CA: " + e.getMessage());
        }
    }
}
