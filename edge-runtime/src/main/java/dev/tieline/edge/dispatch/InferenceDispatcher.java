package dev.tieline.edge.dispatch;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.admission.Admission;
import dev.tieline.edge.admission.AdmissionController;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.LocalCapacity;
import dev.tieline.edge.admission.Passage;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.offload.DispatchResult;
import dev.tieline.edge.offload.OffloadResult;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.Reservation;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.policy.PolicyDecision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves a call: admission decides, then it runs here, is offloaded, dispatched or refused.
 *
 * <p>A place, in a run slot or in the queue, is reserved before admission is asked, so that what is admitted has one. When an
 * offload fails, or the nodes elsewhere stay silent, the queue of this node is the last resort. The call holds its session until it ends, whatever is loaded
 * meanwhile. Blocks the calling (virtual) thread until then.
 */
public final class InferenceDispatcher {
    private static final String STAYED = "stayed on the node that asked";

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

    /**
     * What every call for that model is told now, whatever it carries: this node has no room, and nobody else can be
     * asked. Nothing where the call decides, or where it may be served.
     */
    public Optional<InferenceError> refusal(ModelName model, @Nullable String version) {
        return slots.full()
                .filter(full -> models.manifest(model, version).isPresent())
                .flatMap(retryAfter -> admission.alone(model, new LocalCapacity.Full(retryAfter)));
    }

    /** Serves the call. @throws InferenceException with the reason, by the call's deadline */
    public InferenceResponse infer(InferenceCall call) {
        if (call.deadline().passed()) {
            throw new InferenceException(
                    new InferenceError.DeadlineExceeded("The deadline passed before the call could be admitted."));
        }
        var lease = models.acquire(call.model(), call.request().version());
        try {
            return infer(call, lease.map(ModelRegistry.Lease::session));
        } finally {
            lease.ifPresent(ModelRegistry.Lease::close);
        }
    }

    private InferenceResponse infer(InferenceCall call, Optional<ModelSession> session) {
        var reservation = session.map(held -> slots.reserve(serving.planned(held, call.deadline())));
        var place = reservation.flatMap(Reservation::place);
        try {
            return switch (admission.admit(call, capacity(reservation), offloading.obstacle(call))) {
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

    private static LocalCapacity capacity(Optional<Reservation> reservation) {
        return switch (reservation.orElse(null)) {
            case null -> new LocalCapacity.Absent();
            case Reservation.Held(var place) when place.immediate() -> new LocalCapacity.SlotFree();
            case Reservation.Held(var place) -> new LocalCapacity.QueueRoom();
            case Reservation.Full(var retryAfter) -> new LocalCapacity.Full(retryAfter);
        };
    }

    private InferenceResponse local(InferenceCall call, ModelSession session, RunSlots.Place place) {
        var passage = new Passage("local", call, self.toString(), policy.newId());
        passage.decided(() -> policy.stay(call));
        var response = serving.serve(call, session, place);
        var route = place.immediate() ? "local" : "queued";
        return provenance.mark(response, self, route, STAYED, passage.id());
    }

    private InferenceResponse offload(InferenceCall call, Admission.Offload offload, Optional<ModelSession> session) {
        try (var here = new OwnPlace(() -> placeHere(call, session))) {
            return switch (offloading.offload(call, offload.candidates(), session.isPresent() ? here : null)) {
                case OffloadResult.Served(var response, var by, var id) ->
                    provenance.mark(response.withId(call.request().id()), by.node(), "offload", by.decision(), id);
                case OffloadResult.Faulty(var error) -> throw new InferenceException(error);
                case OffloadResult.Failed failed -> lastResort(call, session, failed, here);
            };
        }
    }

    private Here placeHere(InferenceCall call, Optional<ModelSession> session) {
        if (session.isEmpty()) {
            return new Here.Absent();
        }
        if (policy.stay(call) instanceof PolicyDecision.Deny deny) {
            return new Here.Forbidden(deny);
        }
        return switch (slots.reserve(serving.planned(session.get(), call.deadline()))) {
            case Reservation.Held(var place) -> new Here.Held(place);
            case Reservation.Full(var retryAfter) -> new Here.Full(retryAfter);
        };
    }

    private InferenceResponse dispatch(InferenceCall call, Admission.Dispatch dispatch) {
        return switch (offloading.dispatch(call)) {
            case DispatchResult.Served(var response, var by, var id) ->
                provenance.mark(response.withId(call.request().id()), by.node(), "dispatch", by.decision(), id);
            case DispatchResult.Refused(var error) -> throw new InferenceException(dispatch.answered(error));
            case DispatchResult.NoAnswer(var why) -> throw new InferenceException(dispatch.unanswered(why));
        };
    }

    private InferenceResponse lastResort(
            InferenceCall call, Optional<ModelSession> session, OffloadResult.Failed failed, OwnPlace here) {
        if (call.deadline().passed()) {
            throw new InferenceException(new InferenceError.DeadlineExceeded(
                    "The deadline passed before any node answered: " + failed.summary() + "."));
        }
        return switch (here.reserve()) {
            case Here.Held(var place) -> local(call, session.orElseThrow(), place);
            case Here.Full(var retryAfter) -> throw new InferenceException(NobodyServed.full(failed, retryAfter));
            case Here.Forbidden forbidden -> throw new InferenceException(NobodyServed.forbidden(failed, forbidden));
            case Here.Absent absent -> throw new InferenceException(NobodyServed.absent(failed));
        };
    }
}
