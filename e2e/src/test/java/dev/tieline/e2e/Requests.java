package dev.tieline.e2e;

import dev.tieline.models.ModelName;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.Tensor;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Requests and labels to test with. */
public final class Requests {
    public static final DataLabel PUBLIC = DataLabel.PUBLIC;
    public static final DataLabel PERSONAL = DataLabel.of(DataClass.PERSONAL);
    public static final DataLabel HEALTH = DataLabel.of(DataClass.SPECIAL, "health");

    /** Longer than anything here takes, so that what ends a call is what the test is about. */
    private static final Duration DEADLINE = Duration.ofSeconds(50);

    private static final int ROW = 16;
    private static final int FIRST_TOKEN = 1_000;

    private Requests() {}

    /** A request for a model like {@code simple}: a row of 16 equal numbers, and one of ones. */
    public static InferenceRequest simple(String model, int number) {
        return simple(model, number, DEADLINE);
    }

    public static InferenceRequest simple(String model, int number, Duration deadline) {
        var ones = new int[ROW];
        Arrays.fill(ones, 1);
        var numbers = new int[ROW];
        Arrays.fill(numbers, number);
        return request(
                model,
                deadline,
                Tensor.ofInts("INPUT0", Shape.of(1, ROW), numbers),
                Tensor.ofInts("INPUT1", Shape.of(1, ROW), ones));
    }

    /** A request for {@code minilm}: some sentences of so many tokens. */
    public static InferenceRequest minilm(int sentences, int tokens) {
        var shape = Shape.of(sentences, tokens);
        var ids = new long[sentences * tokens];
        Arrays.setAll(ids, i -> FIRST_TOKEN + i % tokens);
        var ones = new long[ids.length];
        Arrays.fill(ones, 1);
        return request(
                "minilm",
                DEADLINE,
                Tensor.ofLongs("input_ids", shape, ids),
                Tensor.ofLongs("attention_mask", shape, ones),
                Tensor.ofLongs("token_type_ids", shape, new long[ids.length]));
    }

    private static InferenceRequest request(String model, Duration deadline, Tensor... inputs) {
        Map<String, Object> parameters = Map.of("timeout", deadline.toNanos() / 1_000, "binary_data_output", true);
        return new InferenceRequest(ModelName.of(model), null, "r1", parameters, List.of(inputs), List.of());
    }
}
