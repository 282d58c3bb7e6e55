package dev.tieline.cloud.placement;

import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who would serve a call, who would not, and why.
 *
 * @param from the node that asks
 * @param model what it asks for
 * @param label the label of its data
 * @param purpose what for; null where it does not say
 * @param nodes every node elsewhere: first those of the route in its order, then the others by address
 */
public record RouteExplanation(
        NodeAddress from,
        ModelName model,
        DataLabel label,
        @Nullable String purpose,
        List<NodeVerdict> nodes) {
    public RouteExplanation {
        nodes = List.copyOf(nodes);
    }

    /**
     * One node of the fleet.
     *
     * @param node which
     * @param verdict whether it would be asked
     * @param reason why, in one sentence without a full stop
     * @param rule the policy rule that decided, or the permit that came nearest, where there is one
     * @param cause what did not fit that rule, where policy denies the call
     */
    public record NodeVerdict(
            NodeAddress node,
            Verdict verdict,
            String reason,
            @Nullable String rule,
            @Nullable Misfit cause) {

        static NodeVerdict permitted(NodeAddress node, Verdict verdict, String reason, @Nullable String rule) {
            return new NodeVerdict(node, verdict, reason, rule, null);
        }

        static NodeVerdict denied(NodeAddress node, PolicyDecision.Deny deny) {
            var cause = deny.cause();
            return new NodeVerdict(
                    node, Verdict.DENIED, deny.reason(), cause.map(Misfit::rule).orElse(null), cause.orElse(null));
        }
    }

    /** Whether a node would be asked. */
    public enum Verdict {
        /** It stands in the route, and policy permits this call. */
        ROUTED,
        /** It answers, and policy permits this call, and it does not stand in the route that the asking node has. */
        NOT_ROUTED,
        /** Policy denies this call, whatever the route says. */
        DENIED,
        /** It does not hold the model, or not in a state to answer. */
        NOT_READY,
        /** It drains, is lost, or was not heard of for too long. */
        NOT_FRESH
    }
}
