package dev.tieline.policy.oracle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is known about a site or a hop, under the names that a request document has for it. What is not there is
 * unknown.
 *
 * @param known words, lists of words and booleans
 */
record Facts(Map<String, Object> known) {

    Facts {
        known = Map.copyOf(known);
    }

    Optional<String> word(String name) {
        return find(name, String.class);
    }

    Optional<Boolean> flag(String name) {
        return find(name, Boolean.class);
    }

    Optional<List<String>> words(String name) {
        return find(name, List.class)
                .map(list -> ((List<?>) list).stream().map(String.class::cast).toList());
    }

    private <T> Optional<T> find(String name, Class<T> type) {
        return Optional.ofNullable(known.get(name)).map(type::cast);
    }

    Facts without(String name) {
        var rest = new TreeMap<>(known);
        rest.remove(name);
        return new Facts(rest);
    }

    /** As a flow mapping in YAML. */
    String yaml() {
        return new TreeMap<>(known)
                .entrySet().stream()
                        .map(fact -> fact.getKey() + ": " + Yaml.value(fact.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }
}
