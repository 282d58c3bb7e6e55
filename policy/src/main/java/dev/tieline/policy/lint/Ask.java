package dev.tieline.policy.lint;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.document.YamlMap;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code for} of a rule. A set that is null stands for any value.
 *
 * @param dataClass the highest class of a permit, the lowest of a forbid
 * @param tags all that a permit's requests may have, some of which a forbid's requests have
 */
record Ask(
        DataClass dataClass,
        @Nullable Set<String> tags,
        @Nullable Set<String> purposes,
        @Nullable Set<String> actions,
        @Nullable Set<String> transforms) {

    static Ask permit(YamlMap rule) {
        var map = rule.map("for");
        var highest = classes(map).reduce((one, other) -> other).orElse(DataClass.PUBLIC);
        var tags = map.has("tags") ? set(map, "tags") : Set.<String>of();
        return with(highest, tags != null && tags.contains("*") ? null : tags, map);
    }

    static Ask forbid(YamlMap rule) {
        var map = rule.find("for")
                .orElseGet(() -> new YamlMap(rule.place(), java.util.Map.of()))
                .asMap();
        var lowest = classes(map).findFirst().orElse(DataClass.PUBLIC);
        return with(lowest, set(map, "tags"), map);
    }

    private static Ask with(DataClass dataClass, @Nullable Set<String> tags, YamlMap map) {
        return new Ask(dataClass, tags, set(map, "purpose"), set(map, "action"), set(map, "transform"));
    }

    /** The named classes, the lowest first. */
    private static Stream<DataClass> classes(YamlMap map) {
        return map.find("class").map(value -> value.asList().strings()).orElse(java.util.List.of()).stream()
                .map(DataClass::of)
                .sorted();
    }

    private static @Nullable Set<String> set(YamlMap map, String key) {
        return map.find(key).map(value -> Set.copyOf(value.asList().strings())).orElse(null);
    }

    /** Whether this permit's requests are among those of another permit. */
    boolean isWithinPermit(Ask other) {
        return dataClass.compareTo(other.dataClass) <= 0 && within(tags, other.tags) && restIsWithin(other);
    }

    /** Whether this forbid's requests are among those of another forbid. */
    boolean isWithinForbid(Ask other) {
        return dataClass.compareTo(other.dataClass) >= 0 && within(tags, other.tags) && restIsWithin(other);
    }

    /** Whether a forbid is about all of this permit's requests, or at least about those of the higher classes. */
    boolean isMetByForbid(Ask forbid) {
        // A permit always covers requests without tags, too.
        return dataClass.compareTo(forbid.dataClass) >= 0 && forbid.tags == null && restIsWithin(forbid);
    }

    private boolean restIsWithin(Ask other) {
        return within(purposes, other.purposes)
                && within(actions, other.actions)
                && within(transforms, other.transforms);
    }

    private static boolean within(@Nullable Set<String> part, @Nullable Set<String> whole) {
        return whole == null || (part != null && whole.containsAll(part));
    }
}
