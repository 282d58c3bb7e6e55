package dev.tieline.policy.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A map of keys to values, in file order.
 *
 * @param place where it stands
 * @param entries its values by key
 */
public record YamlMap(Place place, Map<String, YamlValue> entries) implements YamlValue {

    public YamlMap {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String kind() {
        return "a map";
    }

    /**
     * This map, after a check of its keys.
     *
     * @param legal the keys that may stand here
     * @throws DocumentException if another key stands here; the message names it and the legal ones
     */
    public YamlMap only(String... legal) {
        var known = Set.of(legal);
        entries.forEach((key, value) -> {
            if (!known.contains(key)) {
                throw value.error("unknown key '" + key + "'. Legal here: " + String.join(", ", legal));
            }
        });
        return this;
    }

    public boolean has(String key) {
        return entries.containsKey(key);
    }

    public Optional<YamlValue> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The value of a key. @throws DocumentException if the key is missing */
    public YamlValue get(String key) {
        var value = entries.get(key);
        if (value == null) {
            throw error("needs the key '" + key + "', and it is missing");
        }
        return value;
    }

    public String string(String key) {
        return get(key).asScalar().string();
    }

    public Optional<String> findString(String key) {
        return find(key).map(value -> value.asScalar().string());
    }

    public long integer(String key) {
        return get(key).asScalar().integer();
    }

    public YamlMap map(String key) {
        return get(key).asMap();
    }

    public YamlList list(String key) {
        return get(key).asList();
    }

    public List<String> strings(String key) {
        return list(key).strings();
    }
}
