package dev.tieline.models.infer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a request or a response: text, whole numbers, numbers and booleans by key, in wire order. */
final class Parameters {

    private Parameters() {}

    static Map<String, Object> copy(Map<String, Object> parameters) {
        parameters.forEach((key, value) -> {
            if (!(value instanceof String
                    || value instanceof Long
                    || value instanceof Double
                    || value instanceof Boolean)) {
                throw new IllegalArgumentException("the parameter '" + key
                        + "' needs a String, a Long, a Double or a Boolean, and it is " + value + " of "
                        + value.getClass());
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
