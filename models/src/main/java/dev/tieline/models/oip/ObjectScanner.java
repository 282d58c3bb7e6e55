package dev.tieline.models.oip;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Reads JSON objects key by key; a key that stands twice in one object is refused. */
final class ObjectScanner {
    private static final int MAX_KEYS = 256;

    private ObjectScanner() {}

    /**
     * Reads an object. A key whose value is {@code null} counts as absent.
     *
     * @param field reads the value of the key that it is given
     */
    static void read(JsonScanner json, String what, Consumer<String> field) {
        json.enter('{', "that begins " + what);
        if (json.empty('}')) {
            return;
        }
        var keys = new HashSet<String>();
        do {
            var key = json.readKey();
            if (!keys.add(key)) {
                throw json.error("has the key '" + key + "' twice in " + what);
            }
            if (keys.size() > MAX_KEYS) {
                throw json.error("has more than " + MAX_KEYS + " keys in " + what);
            }
            if (!json.acceptNull()) {
                field.accept(key);
            }
        } while (json.another('}'));
    }

    /** Reads parameters: text, whole numbers, numbers and booleans by key, in order. */
    static Map<String, Object> readParameters(JsonScanner json) {
        var parameters = new LinkedHashMap<String, Object>();
        read(json, "parameters", key -> {
            if (parameters.size() == json.limits.maxParameters()) {
                throw json.error("has more than " + json.limits.maxParameters() + " parameters in one object");
            }
            parameters.put(key, readValue(json, key));
        });
        return parameters;
    }

    private static Object readValue(JsonScanner json, String key) {
        return switch (json.peek()) {
            case '"' -> json.texts().read("the parameter '" + key + "'");
            case 't', 'f' -> json.readBoolean("the parameter '" + key + "'");
            case '{', '[' ->
                throw json.error("has an object or a list as the parameter '" + key
                        + "', and a parameter is text, a number or a boolean");
            default -> json.numbers().readNumber("the parameter '" + key + "'");
        };
    }
}
