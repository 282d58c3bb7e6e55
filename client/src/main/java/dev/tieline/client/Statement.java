package dev.tieline.client;

import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipBody;
import dev.tieline.models.oip.OipCodec;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a caller says beside its tensors. Written by one thread on a fresh copy, and never after. */
final class Statement {
    @Nullable String version;

    @Nullable String id;

    Duration wait;
    List<String> outputs = List.of();
    boolean json;
    boolean gzip;
    boolean retrying;
    final Map<String, String> headers = new TreeMap<>();
    final Map<String, Object> parameters = new TreeMap<>();

    Statement(Duration wait) {
        this.wait = wait;
    }

    Statement copy() {
        var copy = new Statement(wait);
        copy.version = version;
        copy.id = id;
        copy.outputs = outputs;
        copy.json = json;
        copy.gzip = gzip;
        copy.retrying = retrying;
        copy.headers.putAll(headers);
        copy.parameters.putAll(parameters);
        return copy;
    }

    void header(String name, String value) {
        if (value.isBlank() || !value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "'" + value + "' cannot stand in the header " + name + ": it needs visible ASCII characters");
        }
        headers.put(name, value);
    }

    /** The body of a request, which says how much time is left. @throws IllegalArgumentException if JSON cannot hold it */
    OipBody body(ModelName model, List<Tensor> inputs, Duration left, OipCodec codec) {
        var all = new TreeMap<>(parameters);
        all.put("timeout", Math.max(1, left.truncatedTo(ChronoUnit.MICROS).toNanos() / 1_000));
        if (!json) {
            all.put(InferenceRequest.BINARY_DATA_OUTPUT, true);
        }
        var wanted = outputs.stream().map(RequestedOutput::new).toList();
        var request = new InferenceRequest(model, version, id, all, inputs, wanted);
        if (!json) {
            return codec.encodeRequest(request);
        }
        try {
            return codec.encodeRequestJson(request);
        } catch (InferenceException e) {
            throw new IllegalArgumentException(e.getMessage() + ". Maybe leave out asJson()", e);
        }
    }
}
