package dev.tieline.edge;

import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.models.ModelName;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.Tensor;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Calls to test with. */
public final class Calls {

    private Calls() {}

    /** A call for the model {@code simple}, with 10 s left on the real clock. */
    public static InferenceCall simple(DataLabel label) {
        return simple(label, Deadline.after(System::nanoTime, Duration.ofSeconds(10)));
    }

    public static InferenceCall simple(DataLabel label, Deadline deadline) {
        return new InferenceCall("0123456789abcdef0123456789abcdef", request("simple"), label, null, deadline, null);
    }

    public static InferenceRequest request(String model) {
        var numbers = new int[16];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        return new InferenceRequest(
                ModelName.of(model),
                null,
                "r1",
                Map.of(),
                List.of(
                        Tensor.ofInts("INPUT0", Shape.of(1, 16), numbers),
                        Tensor.ofInts("INPUT1", Shape.of(1, 16), numbers)),
                List.of());
    }
}
