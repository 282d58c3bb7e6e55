package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.cloud.placement.RouteExplanation.NodeVerdict;
import dev.tieline.cloud.placement.RouteExplanation.Verdict;
import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyDecision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says whom a node would ask for a call, and why nobody else. */
public final class RouteExplainer {
    private final PlacementInput world;
    private final NodeAddress from;
    private final ModelName model;
    private final DataLabel label;
    private final @Nullable String purpose;
    private final Sovereignty sovereignty;
    private final List<Demand> demands;
    private final List<NodeAddress> route;

    private RouteExplainer(
            PlacementInput world, NodeAddress from, ModelName model, DataLabel label, @Nullable String purpose) {
        this.world = world;
        this.from = from;
        this.model = model;
        this.label = label;
        this.purpose = purpose;
        this.sovereignty = new Sovereignty(world);
        this.demands = world.demands().stream()
                .filter(demand -> demand.model().name().equals(model))
                .toList();
        this.route = world.previous().route(from, model);
    }

    /**
     * Explains the route of one call.
     *
     * @param world the fleet, the sites, the policy and the demands, and as the previous plan the one in force
     * @param from the node that asks; it need not be known to the fleet
     * @param model what it asks for
     * @param label the label of its data
     * @param purpose what for; null where it does not say
     */
    public static RouteExplanation explain(
            PlacementInput world, NodeAddress from, ModelName model, DataLabel label, @Nullable String purpose) {
        var explainer = new RouteExplainer(world, from, model, label, purpose);
        return new RouteExplanation(from, model, label, purpose, explainer.verdicts());
    }

    private List<NodeVerdict> verdicts() {
        var verdicts = new ArrayList<NodeVerdict>();
        for (var address : route) {
            world.fleet().find(address).ifPresent(node -> verdicts.add(verdict(node)));
        }
        for (var node : world.fleet().nodes().values()) {
            if (!node.address().equals(from) && !route.contains(node.address())) {
                verdicts.add(verdict(node));
            }
        }
        return verdicts;
    }

    private NodeVerdict verdict(NodeView node) {
        var decision = sovereignty.decide(from.site(), node.site(), label, purpose);
        if (decision instanceof PolicyDecision.Deny deny) {
            return NodeVerdict.denied(node.address(), deny);
        }
        var able = demands.stream()
                .filter(demand -> Routability.of(demand, node).isEmpty())
                .toList();
        if (able.isEmpty()) {
            return obstacle(node);
        }
        var place = route.indexOf(node.address());
        if (place >= 0) {
            return NodeVerdict.permitted(
                    node.address(),
                    Verdict.ROUTED,
                    "number " + (place + 1) + " of its route, and " + decision.reason(),
                    decision.decidingRule());
        }
        return NodeVerdict.permitted(node.address(), Verdict.NOT_ROUTED, whyNotRouted(node, able), null);
    }

    private NodeVerdict obstacle(NodeView node) {
        var obstacle = demands.stream()
                .flatMap(demand -> Routability.of(demand, node).stream())
                .findFirst()
                .orElseGet(() -> new Routability.Obstacle(Verdict.NOT_READY, "no deployment is of the model " + model));
        return NodeVerdict.permitted(node.address(), obstacle.verdict(), obstacle.reason(), null);
    }

    private String whyNotRouted(NodeView node, List<Demand> able) {
        if (able.stream().noneMatch(demand -> demand.deployment().serves(from.site()))) {
            return "no deployment that it holds " + model + " for is for callers at " + from.site();
        }
        var placed = world.previous().placedOn().get(node.address());
        var wanted = able.stream()
                .anyMatch(demand -> (placed != null && placed.contains(demand.name()))
                        || node.model(demand.model(), demand.digest())
                                .orElseThrow()
                                .pinned());
        return wanted
                ? "the route that is in force was made before it answered, or names as many better nodes as it may"
                : "it holds " + model + " still, and is not wanted for it any more";
    }
}
