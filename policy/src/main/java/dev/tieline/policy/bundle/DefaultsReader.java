package dev.tieline.policy.bundle;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.document.YamlMap;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Reads the map under {@code defaults}: what holds for a data class where no rule decides. */
final class DefaultsReader {
    private DefaultsReader() {}

    static Map<DataClass, Effect> read(YamlMap bundle, Level level) {
        var defaults = new EnumMap<DataClass, Effect>(DataClass.class);
        bundle.find("defaults").ifPresent(value -> {
            if (level != Level.PLATFORM) {
                throw value.error("defaults stand only in bundles of the level platform, and this bundle's level is "
                        + level + ": lower levels only narrow");
            }
            var map = value.asMap()
                    .only(Arrays.stream(DataClasses.nameable())
                            .map(DataClass::word)
                            .toArray(String[]::new));
            map.entries()
                    .forEach((word, effect) ->
                            defaults.put(DataClass.of(word), effect.choice("default", Effect.values(), Effect::word)));
            checkOrder(map, defaults);
        });
        return defaults;
    }

    /** Whoever raises a class must never gain by it: what a default allows, it allows for every lower class too. */
    private static void checkOrder(YamlMap map, Map<DataClass, Effect> defaults) {
        DataClass closed = null;
        for (var dataClass : DataClasses.nameable()) {
            var effect = defaults.get(dataClass);
            if (effect != Effect.ALLOW) {
                closed = closed == null ? dataClass : closed;
            } else if (closed != null) {
                throw map.get(dataClass.word())
                        .error("allows " + dataClass + ", which stands above " + closed + ", and " + closed + " is "
                                + (defaults.containsKey(closed) ? "denied" : "left out"));
            }
        }
    }
}
