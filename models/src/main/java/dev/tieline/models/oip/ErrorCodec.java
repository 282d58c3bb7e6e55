package dev.tieline.models.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceError.DeadlineExceeded;
import dev.tieline.models.infer.InferenceError.ExecutionFailed;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.ModelNotReady;
import dev.tieline.models.infer.InferenceError.Overloaded;
import dev.tieline.models.infer.InferenceError.PolicyDenied;
import dev.tieline.models.infer.InferenceError.TooLarge;
import dev.tieline.models.infer.InferenceError.UnknownModel;
import dev.tieline.models.infer.InferenceError.Unreachable;
import dev.tieline.models.infer.InferenceError.UnsupportedContent;
import dev.tieline.models.infer.InferenceError.Warming;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.Mismatch;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes and reads the JSON of an error. */
final class ErrorCodec {

    private ErrorCodec() {}

    static byte[] encode(InferenceError error, @Nullable String trace) {
        return JsonWriter.object(json -> {
            json.writeStringField("error", error.message());
            json.writeStringField("code", error.code());
            switch (error) {
                case PolicyDenied denied -> rule(json, denied.rule(), denied.mismatch());
                case Overloaded overloaded -> {
                    rule(json, overloaded.rule(), overloaded.mismatch());
                    retryAfter(json, overloaded.retryAfter());
                }
                case Warming warming -> retryAfter(json, warming.retryAfter());
                case UnknownModel unknown -> json.writeStringField("model", unknown.model());
                case ModelNotReady waiting -> {
                    json.writeStringField("model", waiting.model());
                    json.writeStringField("reason", waiting.reason());
                }
                case InvalidRequest invalid -> {}
                case UnsupportedContent unsupported -> {}
                case TooLarge tooLarge -> {}
                case DeadlineExceeded late -> {}
                case Unreachable unreachable -> {}
                case ExecutionFailed failed -> {}
            }
            if (trace != null) {
                json.writeStringField("trace", trace);
            }
        });
    }

    static InferenceError decode(BinarySection body, OipLimits limits) {
        Map<String, Object> fields = new HashMap<>();
        try {
            var json = body.json(limits);
            ObjectScanner.read(json, "an error", key -> {
                if (json.peek() == '"') {
                    fields.put(key, json.texts().read("the field '" + key + "'"));
                } else if (key.equals("retry_after_ms")) {
                    fields.put(key, json.numbers().readLong(0, Long.MAX_VALUE, "retry_after_ms"));
                } else if (key.equals("hop") && json.peek() == '{') {
                    fields.put(key, hop(json));
                } else {
                    json.skipValue();
                }
            });
            json.expectEnd();
        } catch (InferenceException e) {
            return new ExecutionFailed("the answer is an error that cannot be read: " + e.getMessage());
        }
        return error(fields);
    }

    private static InferenceError error(Map<String, Object> fields) {
        var message = text(fields, "error");
        return switch (text(fields, "code")) {
            case "invalid_request" -> new InvalidRequest(message);
            case "unsupported_content" -> new UnsupportedContent(message);
            case "unknown_model" -> new UnknownModel(text(fields, "model"));
            case "model_not_ready" -> new ModelNotReady(text(fields, "model"), text(fields, "reason"));
            case "too_large" -> new TooLarge(message);
            case "policy_denied" -> new PolicyDenied(message, rule(fields), mismatch(fields));
            case "overloaded" -> new Overloaded(message, retryAfter(fields), rule(fields), mismatch(fields));
            case "warming" -> new Warming(message, retryAfter(fields));
            case "deadline_exceeded" -> new DeadlineExceeded(message);
            case "unreachable" -> new Unreachable(message);
            default -> new ExecutionFailed(message);
        };
    }

    private static void retryAfter(JsonGenerator json, Duration duration) throws IOException {
        json.writeNumberField("retry_after_ms", duration.toMillis());
    }

    private static Duration retryAfter(Map<String, Object> fields) {
        return Duration.ofMillis(fields.get("retry_after_ms") instanceof Long millis ? millis : 0);
    }

    private static void rule(JsonGenerator json, @Nullable String rule, @Nullable Mismatch mismatch)
            throws IOException {
        text(json, "rule", rule);
        if (mismatch == null) {
            return;
        }
        var hop = mismatch.hop();
        if (hop != null) {
            json.writeObjectFieldStart("hop");
            json.writeNumberField("number", hop.number());
            json.writeStringField("role", hop.role());
            json.writeStringField("site", hop.site());
            json.writeEndObject();
        }
        text(json, "actual", mismatch.actual());
        text(json, "expected", mismatch.expected());
    }

    private static void text(JsonGenerator json, String key, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(key, value);
        }
    }

    private static Mismatch.Hop hop(JsonScanner json) {
        Map<String, Object> hop = new HashMap<>();
        ObjectScanner.read(json, "a hop", key -> {
            if (json.peek() == '"') {
                hop.put(key, json.texts().read("the field '" + key + "' of a hop"));
            } else if (key.equals("number")) {
                hop.put(key, json.numbers().readLong(1, Integer.MAX_VALUE, "the number of a hop"));
            } else {
                json.skipValue();
            }
        });
        var number = hop.get("number") instanceof Long counted ? counted.intValue() : 1;
        return new Mismatch.Hop(number, text(hop, "role"), text(hop, "site"));
    }

    private static @Nullable Mismatch mismatch(Map<String, Object> fields) {
        var hop = fields.get("hop") instanceof Mismatch.Hop read ? read : null;
        var actual = fields.get("actual") instanceof String text ? text : null;
        var expected = fields.get("expected") instanceof String text ? text : null;
        return hop == null && actual == null && expected == null ? null : new Mismatch(hop, actual, expected);
    }

    private static @Nullable String rule(Map<String, Object> fields) {
        return fields.get("rule") instanceof String rule ? rule : null;
    }

    private static String text(Map<String, Object> fields, String key) {
        return fields.get(key) instanceof String text ? text : "";
    }
}
