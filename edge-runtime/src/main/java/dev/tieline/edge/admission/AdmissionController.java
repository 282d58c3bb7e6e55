package dev.tieline.edge.admission;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.policy.PolicyDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a call is served.
 *
 * <p>In order: a free run slot here; a permitted node elsewhere that is worth asking; the queue here; the controller,
 * if no route leads to such a node and policy permits some way through the controller; refusal. Running here is a policy
 * question too (a forbid may deny even an empty path), so a node that may not run the call may still offload it. Pure:
 * the same call, capacity, knowledge and reachability give the same admission.
 */
public final class AdmissionController {
    private final NodeAddress self;
    private final Supplier<Knowledge> knowledge;
    private final DecisionPoint policy;
    private final Reachability reachability;
    private final Prospects prospects;

    public AdmissionController(
            NodeAddress self,
            Supplier<Knowledge> knowledge,
            DecisionPoint policy,
            Reachability reachability,
            Prospects prospects) {
        this.self = self;
        this.knowledge = knowledge;
        this.policy = policy;
        this.reachability = reachability;
        this.prospects = prospects;
    }

    /**
     * Decides.
     *
     * @param call what is asked
     * @param capacity what this node can do for it
     * @param obstacle why nothing can be offloaded now (no link, body too large); null when it can
     */
    public Admission admit(InferenceCall call, LocalCapacity capacity, @Nullable InferenceError obstacle) {
        var stay = policy.stay(call);
        if (stay.permitted() && capacity instanceof LocalCapacity.SlotFree) {
            return new Admission.RunLocally();
        }
        var elsewhere = survey(call);
        if (obstacle == null && !elsewhere.candidates.isEmpty()) {
            return new Admission.Offload(elsewhere.candidates);
        }
        if (stay.permitted() && capacity instanceof LocalCapacity.QueueRoom) {
            return new Admission.RunLocally();
        }
        var refusal = refusal(call, capacity, stay, elsewhere, obstacle);
        if (obstacle != null && !(obstacle instanceof InferenceError.TooLarge)) {
            return new Admission.Reject(refusal);
        }
        return switch (policy.dispatch(call)) {
            case Dispatching.NoController none -> new Admission.Reject(refusal);
            case Dispatching.Nothing(var controller, var deny) ->
                new Admission.Reject(refusal(
                        call,
                        capacity,
                        stay,
                        elsewhere.and(new Denied("the controller at " + controller, deny)),
                        obstacle));
            case Dispatching.Whole whole ->
                obstacle == null ? new Admission.Dispatch(refusal) : new Admission.Reject(refusal);
            case Dispatching.Enquiry enquiry -> new Admission.Dispatch(refusal); // without a body nothing is too large
        };
    }

    /**
     * What every call for a model that is loaded here is told while there is no room, whatever it carries; nothing where
     * another node or the controller may be asked, since then it depends on the call.
     */
    public Optional<InferenceError> alone(ModelName model, LocalCapacity.Full full) {
        var known = knowledge.get();
        if (known.sites().controller().isPresent()
                || known.routes().forModel(model).stream().anyMatch(node -> !node.equals(self))) {
            return Optional.empty();
        }
        return Optional.of(new InferenceError.Overloaded(
                full.sentence() + ", and no route leads to another node.", full.retryAfter(), null));
    }

    private Elsewhere survey(InferenceCall call) {
        var candidates = new ArrayList<Candidate>();
        var silent = new Reasons();
        var denied = new ArrayList<Denied>();
        for (var node : knowledge.get().routes().forModel(call.model())) {
            if (node.equals(self)) {
                continue;
            }
            switch (policy.leave(call, node)) {
                case PolicyDecision.Permit permit ->
                    reachability
                            .obstacle(node)
                            .ifPresentOrElse(
                                    why -> silent.add(node, why), () -> candidates.add(new Candidate(node, permit)));
                case PolicyDecision.Deny deny -> denied.add(new Denied(node.toString(), deny));
            }
        }
        return new Elsewhere(candidates, silent, denied);
    }

    private InferenceError refusal(
            InferenceCall call,
            LocalCapacity capacity,
            PolicyDecision stay,
            Elsewhere elsewhere,
            @Nullable InferenceError obstacle) {
        var model = call.model().value();
        if (stay instanceof PolicyDecision.Deny deny && !(capacity instanceof LocalCapacity.Absent)) {
            return InferenceError.PolicyDenied.by(
                    deny, "This node may not run " + model + " on this data: " + deny.explain());
        }
        var away = elsewhere.whyNot(obstacle);
        if (capacity instanceof LocalCapacity.Full full) {
            var overloaded = new InferenceError.Overloaded(full.sentence() + ", and " + away, full.retryAfter(), null);
            return elsewhere.denial().map(overloaded::keptBy).orElse(overloaded);
        }
        if (elsewhere.nothingPermitted() && elsewhere.denied.isEmpty()) {
            return prospects
                    .of(call.model())
                    .<InferenceError>map(why -> new InferenceError.ModelNotReady(model, why))
                    .orElseGet(() -> new InferenceError.UnknownModel(model));
        }
        var sentence = model + " is not on this node, and " + away;
        if (elsewhere.denial().isPresent()) {
            return InferenceError.PolicyDenied.by(elsewhere.denial().get(), sentence);
        }
        return obstacle instanceof InferenceError.TooLarge
                ? new InferenceError.TooLarge(sentence)
                : new InferenceError.Unreachable(sentence);
    }

    private record Denied(String place, PolicyDecision.Deny decision) {}

    /**
     * What lies beyond this node.
     *
     * @param candidates the nodes that policy allows and that are worth asking, in the route's order
     * @param silent those that policy allows and that are not worth asking now
     * @param denied those that policy does not allow
     */
    private record Elsewhere(List<Candidate> candidates, Reasons silent, List<Denied> denied) {

        /** With one more place that is denied, which speaks first: without it the others would not matter. */
        Elsewhere and(Denied first) {
            var all = new ArrayList<Denied>();
            all.add(first);
            all.addAll(denied);
            return new Elsewhere(candidates, silent, all);
        }

        boolean nothingPermitted() {
            return candidates.isEmpty() && silent.isEmpty();
        }

        /** Why nothing goes elsewhere, as the second half of a sentence. */
        String whyNot(@Nullable InferenceError obstacle) {
            if (nothingPermitted() && denied.isEmpty()) {
                return "no route leads to another node.";
            }
            if (nothingPermitted()) {
                var first = denied.getFirst();
                return "the work may not leave: " + first.decision.explain() + " (asked for " + first.place
                        + (denied.size() > 1 ? " and " + (denied.size() - 1) + " more" : "") + ").";
            }
            return obstacle == null
                    ? "no permitted node elsewhere can be reached now: " + silent + "."
                    : "it cannot be offloaded now: " + obstacle.message() + ".";
        }

        /** What policy says of the first place; nothing where some place is permitted. */
        Optional<PolicyDecision.Deny> denial() {
            return nothingPermitted() ? denied.stream().map(Denied::decision).findFirst() : Optional.empty();
        }
    }
}
