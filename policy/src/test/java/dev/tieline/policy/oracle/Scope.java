package dev.tieline.policy.oracle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code for} names: lists by {@code class}, {@code tags}, {@code purpose}, {@code action}, {@code transform}. */
record Scope(Map<String, List<String>> dimensions) {

    Scope {
        dimensions = Map.copyOf(dimensions);
    }

    Optional<List<String>> listed(String dimension) {
        return Optional.ofNullable(dimensions.get(dimension));
    }

    Map<String, List<String>> document() {
        return new TreeMap<>(dimensions);
    }
}
