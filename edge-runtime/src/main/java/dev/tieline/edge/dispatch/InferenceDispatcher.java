package dev.tieline.edge.dispatch;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.admission.Admission;
import dev.tieline.edge.admission.AdmissionController;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.LocalCapacity;
import dev.tieline.edge.call.InferenceCall;
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
 * Serves a call: admission decides, then it runs here, is offloaded or refused.
 *
 * <p>A free run slot is reserved before admission is asked, so that what is admitted to a slot has one. When an
 * offload fails, the queue of this node is the last resort. Blocks the calling (virtual) thread until the call ends.
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
        var session = models.find(call.model(), call.request().version());
        var slot = session.flatMap(held -> slots.reserveSlot());
        try {
            return switch (admission.admit(call, capacity(session, slot), offloading.obstacle(call))) {
                case Admission.RunLocally local -> runLocally(call, session.orElseThrow(), slot);
                case Admission.Offload offload -> {
                    slot.ifPresent(RunSlots.Place::close);
                    yield offload(call, offload, session);
                }
                case Admission.Reject reject -> throw new InferenceException(reject.error());
            };
        } finally {
            slot.ifPresent(RunSlots.Place::close);
        }
    }

    private LocalCapacity capacity(Optional<ModelSession> session, Optional<RunSlots.Place> slot) {
        if (session.isEmpty()) {
            return LocalCapacity.MODEL_ABSENT;
        }
        if (slot.isPresent()) {
            return LocalCapacity.SLOT_FREE;
        }
        return slots.queueHasRoom() ? LocalCapacity.QUEUE_ROOM : LocalCapacity.FULL;
    }

    private InferenceResponse runLocally(InferenceCall call, ModelSession session, Optional<RunSlots.Place> slot) {
        if (slot.isPresent()) {
            return local(call, session, slot.get(), "local");
        }
        try (var place = slots.reserveSlotOrQueue().orElseThrow(InferenceDispatcher::full)) {
            return local(call, session, place, "queued");
        }
    }

    private InferenceResponse local(InferenceCall call, ModelSession session, RunSlots.Place place, String route) {
        var response = serving.serve(call, session, place);
        return provenance.mark(response, self, route, "stayed on the node that asked");
    }

    private InferenceResponse offload(InferenceCall call, Admission.Offload offload, Optional<ModelSession> session) {
        return switch (offloading.offload(call, offload.candidates())) {
            case OffloadResult.Served(var response, var by) ->
                provenance.mark(response.withId(call.request().id()), by.node(), "offload", by.decision());
            case OffloadResult.Faulty(var error) -> throw new InferenceException(error);
            case OffloadResult.Failed failed -> lastResort(call, session, failed);
        };
    }

    private InferenceResponse lastResort(
            InferenceCall call, Optional<ModelSession> session, OffloadResult.Failed failed) {
        if (call.deadline().passed()) {
            throw new InferenceException(new InferenceError.DeadlineExceeded(
                    "The deadline passed before any node answered: " + failed.summary() + "."));
        }
        if (session.isPresent() && policy.stay(call) instanceof PolicyDecision.Permit) {
            var place = slots.reserveSlotOrQueue();
            if (place.isPresent()) {
                try (var held = place.get()) {
                    return local(call, session.get(), held, "queued");
                }
            }
        }
        throw new InferenceException(
                failed.allBusy()
                        ? new InferenceError.Overloaded(
                                "No node has room: " + failed.summary() + ".", Duration.ofSeconds(1), null)
                        : new InferenceError.Unreachable("No node could serve this: " + failed.summary() + "."));
    }

    private static InferenceException full() {
        return new InferenceException(new InferenceError.Overloaded(
                "All run slots and the queue of this node are taken.", Duration.ofSeconds(1), null));
    }
}
