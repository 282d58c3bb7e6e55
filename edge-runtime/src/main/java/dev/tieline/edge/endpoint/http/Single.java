package dev.tieline.edge.endpoint.http;

import dev.tieline.models.infer.InferenceError.InvalidRequest;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** Reads headers that say how the body is to be read: of two, one would be read over, and which is anybody's guess. */
final class Single {
    private Single() {}

    /**
     * The value of a header; null where there is none.
     *
     * @throws dev.tieline.models.infer.InferenceException naming the header, if it stands more than once
     */
    static @Nullable String header(MultiMap headers, String name) {
        var values = headers.getAll(name);
        if (values.size() > 1) {
            throw new InvalidRequest("The header " + name + " must stand once, and the request has it with '"
                            + String.join("' and '", values) + "'.")
                    .asException();
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
