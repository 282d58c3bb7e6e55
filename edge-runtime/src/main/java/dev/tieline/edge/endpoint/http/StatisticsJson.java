package dev.tieline.edge.endpoint.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.edge.serving.ModelStatistics.Measured;
import dev.tieline.edge.serving.ModelStatistics.Snapshot;
import dev.tieline.models.ModelRef;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Writes {@code $stats_model_response} (Triton's {@code extension_statistics.md}). Nothing is batched and nothing cached
 * here: each run is one of batch size 1, and the cache was never hit.
 */
final class StatisticsJson {
    private static final Measured NONE = new Measured(0, 0);
    private static final Snapshot NEVER = new Snapshot(0, 0, 0, NONE, NONE, NONE, NONE, NONE, NONE);

    private StatisticsJson() {}

    /** Writes the numbers of these models; those that have none yet have zeros. */
    static byte[] write(SortedMap<ModelRef, Optional<Snapshot>> models) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("model_stats");
            for (var model : models.entrySet()) {
                write(json, model.getKey(), model.getValue().orElse(NEVER));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, ModelRef model, Snapshot numbers) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", model.name().value());
        json.writeStringField("version", model.version());
        json.writeNumberField("last_inference", numbers.lastInferenceMillis());
        json.writeNumberField("inference_count", numbers.inferenceCount());
        json.writeNumberField("execution_count", numbers.executionCount());
        json.writeObjectFieldStart("inference_stats");
        write(json, "success", numbers.success());
        write(json, "fail", numbers.fail());
        write(json, "queue", numbers.queue());
        compute(json, numbers);
        write(json, "cache_hit", NONE);
        write(json, "cache_miss", NONE);
        json.writeEndObject();
        json.writeArrayFieldStart("batch_stats");
        if (numbers.executionCount() > 0) {
            json.writeStartObject();
            json.writeNumberField("batch_size", 1);
            compute(json, numbers);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void compute(JsonGenerator json, Snapshot numbers) throws IOException {
        write(json, "compute_input", numbers.computeInput());
        write(json, "compute_infer", numbers.computeInfer());
        write(json, "compute_output", numbers.computeOutput());
    }

    private static void write(JsonGenerator json, String key, Measured measured) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("count", measured.count());
        json.writeNumberField("ns", measured.nanos());
        json.writeEndObject();
    }
}
