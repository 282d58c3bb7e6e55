package dev.tieline.policy.oracle;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param dataClass one of the four, or {@code unknown}
 * @param path the facts of each hop; {@code role} is always there
 */
record Question(
        String action,
        String dataClass,
        List<String> tags,
        @Nullable String purpose,
        @Nullable String transform,
        Instant at,
        Facts origin,
        List<Facts> path) {

    boolean stays() {
        return path.isEmpty();
    }

    Optional<String> purposeIfKnown() {
        return Optional.ofNullable(purpose);
    }

    Optional<String> transformIfKnown() {
        return Optional.ofNullable(transform);
    }

    Question withClass(String other) {
        return new Question(action, other, tags, purpose, transform, at, origin, path);
    }

    Question withTags(List<String> other) {
        return new Question(action, dataClass, other, purpose, transform, at, origin, path);
    }

    Question withPurpose(@Nullable String other) {
        return new Question(action, dataClass, tags, other, transform, at, origin, path);
    }

    Question withTransform(@Nullable String other) {
        return new Question(action, dataClass, tags, purpose, other, at, origin, path);
    }

    Question withOrigin(Facts other) {
        return new Question(action, dataClass, tags, purpose, transform, at, other, path);
    }

    Question withPath(List<Facts> other) {
        return new Question(action, dataClass, tags, purpose, transform, at, origin, other);
    }

    /** The request document. A class that is unknown is a word that no class has. */
    String yaml() {
        var label = new LinkedHashMap<String, Object>();
        label.put("class", dataClass);
        label.put("tags", tags);
        var text = new StringBuilder("action: " + action + "\n");
        text.append("label: ").append(Yaml.value(label)).append('\n');
        purposeIfKnown().ifPresent(word -> text.append("purpose: ").append(word).append('\n'));
        transformIfKnown()
                .ifPresent(word -> text.append("transform: ").append(word).append('\n'));
        text.append("at: ").append(at).append("\norigin: ").append(origin.yaml());
        if (stays()) {
            return text.append("\npath: []\n").toString();
        }
        return path.stream().map(hop -> "\n  - " + hop.yaml()).collect(Collectors.joining("", text + "\npath:", "\n"));
    }
}
