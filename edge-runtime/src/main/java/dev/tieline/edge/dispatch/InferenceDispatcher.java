package dev.tieline.edge.dispatch;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.admission.Admission;
import dev.tieline.edge.admission.AdmissionController;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.LocalCapacity;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.offload.DispatchResult;
import dev.tieline.edge.offload.OffloadResult;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.policy.PolicyDecision;
import java.time.Duration;
import java.util.Optional;

/**
 * Serves a call: admission decides, then it runs here, is offloaded, dispatched or refused.
 *
 * <p>A place, in a run slot or in the queue, is reserved before admission is asked, so that what is admitted has one. When an
 * offload fails, the queue of this node is the last resort. The call holds its session until it ends, whatever is loaded
 * meanwhile. Blocks the calling (virtual) thread until then.
 */
public final class InferenceDispatcher {
    private final NodeAddress self;
    private final AdmissionController admission;
    private final DecisionPoint policy;
    private final ModelRegistry models;
    private final RunSlots slots;
    private final LocalServing serving;
    private final Offloading offloading;
    private final Provenance provenance;

    /** What the dispatcher works with. */
    public record Parts(
            NodeAddress self,
            AdmissionController admission,
            DecisionPoint policy,
            ModelRegistry models,
            RunSlots slots,
            LocalServing serving,
            Offloading offloading) {}

    public InferenceDispatcher(Parts parts) {
        this.self = parts.self;
        this.admission = parts.admission;
        this.policy = parts.policy;
        this.models = parts.models;
        this.slots = parts.slots;
        this.serving = parts.serving;
        this.offloading = parts.offloading;
        this.provenance = new Provenance(parts.policy);
    }

    /** Serves the call. @throws InferenceException with the reason, by the call's deadline */
    public InferenceResponse infer(InferenceCall call) {
        var lease = models.acquire(call.model(), call.request().version());
        try {
            return infer(call, lease.map(ModelRegistry.Lease::session));
        } finally {
            lease.ifPresent(ModelRegistry.Lease::close);
        }
    }

    private InferenceResponse infer(InferenceCall call, Optional<ModelSession> session) {
        var place = session.flatMap(held -> slots.reserve());
        try {
            return switch (admission.admit(call, capacity(session, place), offloading.obstacle(call))) {
                case Admission.RunLocally local -> local(call, session.orElseThrow(), place.orElseThrow());
                case Admission.Offload offload -> {
                    place.ifPresent(RunSlots.Place::close);
                    yield offload(call, offload, session);
                }
                case Admission.Dispatch dispatch -> {
                    place.ifPresent(RunSlots.Place::close);
                    yield dispatch(call, dispatch);
                }
                case Admission.Reject reject -> throw new InferenceException(reject.error());
            };
        } finally {
            place.ifPresent(RunSlots.Place::close);
        }
    }

    private static LocalCapacity capacity(Optional<ModelSession> session, Optional<RunSlots.Place> place) {
        if (session.isEmpty()) {
            return LocalCapacity.MODEL_ABSENT;
        }
        return place.map(held -> held.immediate() ? LocalCapacity.SLOT_FREE : LocalCapacity.QUEUE_ROOM)
                .orElse(LocalCapacity.FULL);
    }

    private InferenceResponse local(InferenceCall call, ModelSession session, RunSlots.Place place) {
        var response = serving.serve(call, session, place);
        return provenance.mark(response, self, place.immediate() ? "local" : "queued", "stayed on the node that asked");
    }

    private InferenceResponse offload(InferenceCall call, Admission.Offload offload, Optional<ModelSession> session) {
        return switch (offloading.offload(call, offload.candidates())) {
            case OffloadResult.Served(var response, var by) ->
                provenance.mark(response.withId(call.request().id()), by.node(), "offload", by.decision());
            case OffloadResult.Faulty(var error) -> throw new InferenceException(error);
            case OffloadResult.Failed failed -> lastResort(call, session, failed);
        };
    }

    private InferenceResponse dispatch(InferenceCall call, Admission.Dispatch dispatch) {
        return switch (offloading.dispatch(call)) {
            case DispatchResult.Served(var response, var by) ->
                provenance.mark(response.withId(call.request().id()), by.node(), "dispatch", by.decision());
            case DispatchResult.Refused(var error) -> throw new InferenceException(dispatch.answered(error));
            case DispatchResult.NoAnswer(var why) -> throw new InferenceException(dispatch.unanswered(why));
        };
    }

    private InferenceResponse lastResort(
            InferenceCall call, Optional<ModelSession> session, OffloadResult.Failed failed) {
        if (call.deadline().passed()) {
            throw new InferenceException(new InferenceError.DeadlineExceeded(
                    "The deadline passed before any node answered: " + failed.summary() + "."));
        }
        if (session.isPresent() && policy.stay(call) instanceof PolicyDecision.Permit) {
            var place = slots.reserve();
            if (place.isPresent()) {
                try (var held = place.get()) {
                    return local(call, session.get(), held);
                }
            }
        }
        throw new InferenceException(
                failed.allBusy()
                        ? new InferenceError.Overloaded(
                                "No node has room: " + failed.summary() + ".", Duration.ofSeconds(1), null)
                        : new InferenceError.Unreachable("No node could serve this: " + failed.summary() + "."));
    }
}
