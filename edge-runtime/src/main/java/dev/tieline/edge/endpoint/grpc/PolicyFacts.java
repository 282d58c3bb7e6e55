package dev.tieline.edge.endpoint.grpc;

import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.Mismatch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a policy's refusal says beside its sentence, by short names: {@code rule}, {@code hop-site}, {@code expected}. */
final class PolicyFacts {

    private PolicyFacts() {}

    /** Those of an error, in a fixed order; none where policy had no part in it. */
    static Map<String, String> of(InferenceError error) {
        return switch (error) {
            case InferenceError.PolicyDenied denied -> of(denied.rule(), denied.mismatch());
            case InferenceError.Overloaded overloaded -> of(overloaded.rule(), overloaded.mismatch());
            default -> Map.of();
        };
    }

    private static Map<String, String> of(@Nullable String rule, @Nullable Mismatch mismatch) {
        var facts = new LinkedHashMap<String, String>();
        put(facts, "rule", rule);
        if (mismatch != null) {
            var hop = mismatch.hop();
            if (hop != null) {
                put(facts, "hop-number", Integer.toString(hop.number()));
                put(facts, "hop-role", hop.role());
                put(facts, "hop-site", hop.site());
            }
            put(facts, "actual", mismatch.actual());
            put(facts, "expected", mismatch.expected());
        }
        return facts;
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }
}
