package dev.tieline.models.oip;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Reads the requests of the model repository extension ({@code extension_model_repository.md}). */
final class RepositoryReader {

    private RepositoryReader() {}

    /** Whether the index of ready models alone is asked for. */
    static boolean ready(BinarySection body, OipLimits limits) {
        var ready = new AtomicBoolean();
        var json = body.json(limits);
        ObjectScanner.read(json, "the request", key -> {
            if (key.equals("ready")) {
                ready.set(json.readBoolean("the field 'ready'"));
            } else {
                json.skipValue();
            }
        });
        json.expectEnd();
        return ready.get();
    }

    /** The parameters of a load or an unload. */
    static Map<String, Object> parameters(BinarySection body, OipLimits limits) {
        var parameters = new AtomicReference<Map<String, Object>>(Map.of());
        var json = body.json(limits);
        ObjectScanner.read(json, "the request", key -> {
            if (key.equals("parameters")) {
                parameters.set(ObjectScanner.readParameters(json));
            } else {
                json.skipValue();
            }
        });
        json.expectEnd();
        return parameters.get();
    }
}
