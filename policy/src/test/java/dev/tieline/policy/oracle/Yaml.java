package dev.tieline.policy.oracle;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes values as flow YAML. Every word is quoted, since {@code NO} is a country. */
final class Yaml {
    private Yaml() {}

    static String value(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Collection<?> list -> list.stream().map(Yaml::value).collect(Collectors.joining(", ", "[", "]"));
            case String word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            default -> value.toString();
        };
    }
}
