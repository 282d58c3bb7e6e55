package dev.tieline.edge.dispatch;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.models.infer.InferenceResponse;
import java.util.LinkedHashMap;

/**
 * Writes into a response where it was served and why.
 *
 * <p>The facts come from this node's own site book, never from the node that served.
 */
final class Provenance {
    private final DecisionPoint policy;

    Provenance(DecisionPoint policy) {
        this.policy = policy;
    }

    /**
     * The response with its origin.
     *
     * @param node where it was served
     * @param route {@code local}, {@code queued} (local, after all slots were taken), {@code offload}
     *     or {@code dispatch} (by a node that the controller chose)
     * @param decision the rule, default or reason that permitted it
     * @param decisionId what that decision is known by
     */
    InferenceResponse mark(
            InferenceResponse response, NodeAddress node, String route, String decision, String decisionId) {
        var parameters = new LinkedHashMap<String, Object>();
        parameters.put("tieline_site", node.site().value());
        parameters.put("tieline_node", node.node().value());
        parameters.put("tieline_jurisdiction", policy.jurisdiction(node.site()));
        parameters.put("tieline_operator", policy.operator(node.site()));
        parameters.put("tieline_route", route);
        parameters.putAll(response.parameters());
        parameters.put("tieline_decision", decision);
        parameters.put("tieline_decision_id", decisionId);
        return response.withParameters(parameters);
    }
}
