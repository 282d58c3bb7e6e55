package dev.tieline.edge.admission;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.policy.PolicyDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a call is served.
 *
 * <p>In order: a free run slot here; a permitted node elsewhere; the queue here; the controller, if no route leads to a
 * permitted node and policy permits some way through the controller; refusal. Running here is a policy question too (a forbid may deny even an empty path), so a node that may not run the call may still offload it.
 * Pure: the same call, capacity and knowledge give the same admission.
 */
public final class AdmissionController {
    private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(1);

    private final NodeAddress self;
    private final Supplier<Knowledge> knowledge;
    private final DecisionPoint policy;

    public AdmissionController(NodeAddress self, Supplier<Knowledge> knowledge, DecisionPoint policy) {
        this.self = self;
        this.knowledge = knowledge;
        this.policy = policy;
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
        if (stay.permitted() && capacity == LocalCapacity.SLOT_FREE) {
            return new Admission.RunLocally();
        }
        var elsewhere = survey(call);
        if (obstacle == null && !elsewhere.permitted.isEmpty()) {
            return new Admission.Offload(elsewhere.permitted);
        }
        if (stay.permitted() && capacity == LocalCapacity.QUEUE_ROOM) {
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
                        call, capacity, stay, elsewhere.and("the controller at " + controller, deny), obstacle));
            case Dispatching.Whole whole ->
                obstacle == null ? new Admission.Dispatch(refusal) : new Admission.Reject(refusal);
            case Dispatching.Enquiry enquiry -> new Admission.Dispatch(refusal); // without a body nothing is too large
        };
    }

    private Elsewhere survey(InferenceCall call) {
        var permitted = new ArrayList<Candidate>();
        var denied = new ArrayList<Denied>();
        for (var node : knowledge.get().routes().forModel(call.model())) {
            if (node.equals(self)) {
                continue;
            }
            switch (policy.leave(call, node)) {
                case PolicyDecision.Permit permit -> permitted.add(new Candidate(node, permit));
                case PolicyDecision.Deny deny -> denied.add(new Denied(node.toString(), deny));
            }
        }
        return new Elsewhere(permitted, denied);
    }

    private static InferenceError refusal(
            InferenceCall call,
            LocalCapacity capacity,
            PolicyDecision stay,
            Elsewhere elsewhere,
            @Nullable InferenceError obstacle) {
        var model = call.model().value();
        if (stay instanceof PolicyDecision.Deny deny && capacity != LocalCapacity.MODEL_ABSENT) {
            return new InferenceError.PolicyDenied(
                    "This node may not run " + model + " on this data: " + deny.explain(), deny.decidingRule());
        }
        var away = elsewhere.whyNot(obstacle);
        if (capacity != LocalCapacity.MODEL_ABSENT) {
            return new InferenceError.Overloaded(
                    "All run slots and the queue of this node are taken, and " + away,
                    RETRY_WHEN_FULL,
                    elsewhere.rule());
        }
        if (elsewhere.permitted.isEmpty() && elsewhere.denied.isEmpty()) {
            return new InferenceError.UnknownModel(model);
        }
        if (elsewhere.permitted.isEmpty()) {
            return new InferenceError.PolicyDenied(model + " is not on this node, and " + away, elsewhere.rule());
        }
        var sentence = model + " is not on this node, and " + away;
        return obstacle instanceof InferenceError.TooLarge
                ? new InferenceError.TooLarge(sentence)
                : new InferenceError.Unreachable(sentence);
    }

    private record Denied(String place, PolicyDecision.Deny decision) {}

    private record Elsewhere(List<Candidate> permitted, List<Denied> denied) {

        /** With one more place that is denied, which speaks first: without it the others would not matter. */
        Elsewhere and(String place, PolicyDecision.Deny decision) {
            var all = new ArrayList<Denied>();
            all.add(new Denied(place, decision));
            all.addAll(denied);
            return new Elsewhere(permitted, all);
        }

        /** Why nothing goes elsewhere, as the second half of a sentence. */
        String whyNot(@Nullable InferenceError obstacle) {
            if (permitted.isEmpty() && denied.isEmpty()) {
                return "no route leads to another node.";
            }
            if (permitted.isEmpty()) {
                var first = denied.getFirst();
                return "the work may not leave: " + first.decision.explain() + " (asked for " + first.place
                        + (denied.size() > 1 ? " and " + (denied.size() - 1) + " more" : "") + ").";
            }
            return "it cannot be offloaded now: " + (obstacle == null ? "no node is left" : obstacle.message()) + ".";
        }

        @Nullable String rule() {
            return permitted.isEmpty() && !denied.isEmpty()
                    ? denied.getFirst().decision.decidingRule()
                    : null;
        }
    }
}
