package dev.tieline.policy.bundle;

import dev.tieline.policy.document.YamlValue;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** Lists of a bundle, none of which may be empty. */
final class Lists {
    private Lists() {}

    /** The items of a list, in the order of the file. */
    static <T> Set<T> of(YamlValue value, Function<YamlValue, T> read) {
        var items = new LinkedHashSet<T>();
        value.asList().notEmpty().items().forEach(item -> items.add(read.apply(item)));
        return items;
    }
}
