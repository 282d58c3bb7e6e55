package dev.tieline.cloud.api;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes questions of HTTP requests. */
final class Questions {
    /** The header that names the file of a body. */
    static final String SOURCE = "Tieline-Source";

    private static final int MAX_SOURCE = 500;

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
                prefersYaml(context.parsedHeaders().accept()),
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

    // By weight, highest first; what is neither is passed over.
    private static boolean prefersYaml(List<MIMEHeader> accepted) {
        for (var header : accepted) {
            var type = header.component() + "/" + header.subComponent();
            if (type.equals(Answer.YAML)) {
                return header.weight() > 0;
            } else if (type.equals(Answer.JSON) || type.equals("*/*") || type.equals("application/*")) {
                return false;
            }
        }
        return false;
    }

    private static @Nullable String source(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return null;
        }
        return header.length() <= MAX_SOURCE ? header : header.substring(0, MAX_SOURCE);
    }
}
