package dev.tieline.edge.offload;

import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.models.infer.InferenceError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Having calls served elsewhere. */
public interface Offloading {

    /** Why this call cannot be offloaded now; null when it can. */
    @Nullable InferenceError obstacle(InferenceCall call);

    /** Has the call served by one of the candidates, or says what was tried, by the call's deadline. */
    OffloadResult offload(InferenceCall call, List<Candidate> candidates);

    /** Has the controller find a node for the call, or says why it did not, by the call's deadline. */
    DispatchResult dispatch(InferenceCall call);

    /** For a node that has no link to others. */
    static Offloading none(String reason) {
        return new Offloading() {
            @Override
            public InferenceError obstacle(InferenceCall call) {
                return new InferenceError.Unreachable(reason);
            }

            @Override
            public OffloadResult offload(InferenceCall call, List<Candidate> candidates) {
                return new OffloadResult.Failed(List.of());
            }

            @Override
            public DispatchResult dispatch(InferenceCall call) {
                return new DispatchResult.NoAnswer(reason);
            }
        };
    }
}
