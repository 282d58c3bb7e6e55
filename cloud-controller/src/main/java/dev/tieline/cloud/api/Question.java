package dev.tieline.cloud.api;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks, without HTTP.
 *
 * @param path the variable parts of the path, by name
 * @param query the query parameters, of which each is known and stands once
 * @param yaml whether the caller would rather have YAML
 * @param source the file that the body came from, where the caller says so
 * @param body the bytes that came with it
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
record Question(
        Map<String, String> path,
        Map<String, String> query,
        boolean yaml,
        @Nullable String source,
        byte[] body) {

    Question {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    String part(String name) {
        var value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the path has no part '" + name + "', only " + path.keySet());
        }
        return value;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isBlank());
    }

    /** A parameter. @throws ApiException if it is missing or blank */
    String need(String name) {
        return parameter(name).orElseThrow(() -> ApiException.badRequest("needs the query parameter '" + name + "'"));
    }
}
