package dev.tieline.cloud.api;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes questions of HTTP requests. */
final class Questions {
    /** The header that names the file of a body. */
    static final String SOURCE = "Tieline-Source";

    private static final int MAX_SOURCE = 500;
    private static final Pattern QUALITY = Pattern.compile("q=([01](?:\\.[0-9]{0,3})?)");

    private Questions() {}

    /**
     * The question of a request.
     *
     * @param legal the query parameters that may stand here
     * @throws ApiException if another one does, or one stands twice
     */
    static Question of(RoutingContext context, List<String> legal) {
        var body = context.body() == null ? null : context.body().buffer();
        return new Question(
                context.pathParams(),
                query(context.queryParams(), legal),
                prefersYaml(context.request().headers().getAll("Accept")),
                source(context.request().getHeader(SOURCE)),
                body == null ? new byte[0] : body.getBytes());
    }

    static Map<String, String> query(MultiMap parameters, List<String> legal) {
        var query = new LinkedHashMap<String, String>();
        for (var parameter : parameters) {
            var name = parameter.getKey();
            if (!legal.contains(name)) {
                throw ApiException.badRequest("unknown query parameter '" + name + "'. Legal here: "
                        + (legal.isEmpty() ? "none" : String.join(", ", legal)));
            }
            if (query.putIfAbsent(name, parameter.getValue()) != null) {
                throw ApiException.badRequest("the query parameter '" + name + "' stands there twice");
            }
        }
        return query;
    }

    /** Whether YAML is accepted by name, and more gladly than JSON is (RFC 9110, section 12.5.1). */
    static boolean prefersYaml(List<String> accepted) {
        return weight(accepted, Answer.YAML) > weight(accepted, Answer.JSON);
    }

    /** The weight of a media type that is named; 0 if it is not. */
    private static double weight(List<String> accepted, String type) {
        var weight = 0.0;
        for (var header : accepted) {
            for (var range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
                var parts = range.split(";", -1);
                if (parts[0].strip().equals(type)) {
                    weight = Math.max(weight, quality(parts));
                }
            }
        }
        return weight;
    }

    private static double quality(String[] parts) {
        for (var part : parts) {
            var quality = QUALITY.matcher(part.strip());
            if (quality.matches()) {
                return Double.parseDouble(quality.group(1));
            }
        }
        return 1;
    }

    private static @Nullable String source(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return null;
        }
        return header.length() <= MAX_SOURCE ? header : header.substring(0, MAX_SOURCE);
    }
}
