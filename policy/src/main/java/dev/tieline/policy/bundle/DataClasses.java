package dev.tieline.policy.bundle;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.document.YamlValue;

/** The data classes that a bundle may name: all but the unknown one. */
final class DataClasses {
    private static final DataClass[] NAMEABLE = {
        DataClass.PUBLIC, DataClass.INTERNAL, DataClass.PERSONAL, DataClass.SPECIAL
    };

    private DataClasses() {}

    static DataClass[] nameable() {
        return NAMEABLE.clone();
    }

    static DataClass read(YamlValue value) {
        return value.choice("data class", NAMEABLE, DataClass::word);
    }
}
