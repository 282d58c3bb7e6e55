package dev.tieline.edge.offload;

import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.Reachability;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.models.infer.InferenceError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Having calls served elsewhere. */
public interface Offloading {

    /** Why this call cannot be offloaded now; null when it can. */
    @Nullable InferenceError obstacle(InferenceCall call);

    /** Which nodes are worth offloading to now. */
    Reachability reachability();

    /**
     * Has the call served by one of the candidates, or says what was tried, by the call's deadline.
     *
     * @param here what to fall back on when the candidates stay silent; null where this node cannot serve the call
     * @throws dev.tieline.models.infer.InferenceException {@link InferenceCall#cancelled}, at once, when the thread is
     *     interrupted
     */
    OffloadResult offload(InferenceCall call, List<Candidate> candidates, @Nullable LastResort here);

    /** As the other, for a node that cannot serve the call. */
    default OffloadResult offload(InferenceCall call, List<Candidate> candidates) {
        return offload(call, candidates, null);
    }

    /**
     * Has the controller find a node for the call, or says why it did not, by the call's deadline.
     *
     * @throws dev.tieline.models.infer.InferenceException {@link InferenceCall#cancelled}, at once, when the thread is
     *     interrupted
     */
    DispatchResult dispatch(InferenceCall call);

    /** For a node that has no link to others. */
    static Offloading none(String reason) {
        return new Offloading() {
            @Override
            public InferenceError obstacle(InferenceCall call) {
                return new InferenceError.Unreachable(reason);
            }

            @Override
            public Reachability reachability() {
                return Reachability.unobstructed();
            }

            @Override
            public OffloadResult offload(InferenceCall call, List<Candidate> candidates, @Nullable LastResort here) {
                return new OffloadResult.Failed(List.of());
            }

            @Override
            public DispatchResult dispatch(InferenceCall call) {
                return new DispatchResult.NoAnswer(reason);
            }
        };
    }
}
