package dev.tieline.policy.bundle;

import dev.tieline.policy.document.YamlList;

/** The {@code "*"} that stands for any value, alone in its list. */
final class Wildcard {
    static final String TEXT = "*";

    private Wildcard() {}

    /** Whether the list is the wildcard. @throws dev.tieline.policy.document.DocumentException if it has company */
    static boolean stands(YamlList list) {
        var present = list.strings().contains(TEXT);
        if (present && list.items().size() > 1) {
            throw list.error("has \"*\" beside other values, and \"*\" stands alone in its list");
        }
        return present;
    }

    /** The list's items, none of which may be the wildcard. */
    static YamlList refuse(YamlList list, String why) {
        for (var item : list.notEmpty().items()) {
            if (item.asScalar().string().equals(TEXT)) {
                throw item.error("\"*\" cannot stand here: " + why);
            }
        }
        return list;
    }
}
