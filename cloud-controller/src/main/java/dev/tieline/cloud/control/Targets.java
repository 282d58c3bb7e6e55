package dev.tieline.cloud.control;

import dev.tieline.cloud.dispatch.DispatchWorld;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.rollout.Rollout.Target;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataLabel;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a plan means for each node.
 *
 * <p>Only nodes that are heard of get new targets. One that is silent keeps what it was told, as far as policy still
 * permits it: it may well be serving, cut off, and shall not unload its models the moment that it is back.
 */
final class Targets {

    private Targets() {}

    static Map<NodeAddress, Target> of(PlacementPlan plan, DispatchWorld world) {
        var models = new HashMap<NodeAddress, SortedMap<ModelRef, DesiredModel>>();
        for (var decision : plan.decisions().values()) {
            var model = world.declared().models().get(decision.model());
            if (decision instanceof PlacementDecision.Placed placed && model != null) {
                var desired = new DesiredModel(placed.model(), model.card(), weights(model.manifest(), world));
                for (var choice : placed.chosen()) {
                    models.computeIfAbsent(choice.node(), node -> new TreeMap<>())
                            .put(placed.model(), desired);
                }
            }
        }
        var labels = labels(plan, world);
        var targets = new TreeMap<NodeAddress, Target>();
        for (var node : world.fleet().nodes().values()) {
            if (node.fresh()) {
                var held = models.getOrDefault(node.address(), Collections.emptySortedMap());
                targets.put(
                        node.address(),
                        new Target(
                                List.copyOf(held.values()),
                                plan.routes().getOrDefault(node.address(), Collections.emptySortedMap()),
                                labels));
            }
        }
        return targets;
    }

    /**
     * What the node is told that the weights of a model may reveal. Nothing where they are public and derived from no
     * others: a node takes that for public, and one of an earlier release refuses to be told.
     */
    private static @Nullable DataLabel weights(ModelManifest model, DispatchWorld world) {
        var label = world.declared().lineage(model).label();
        return label.equals(DataLabel.PUBLIC) && model.labels().derivedFrom().isEmpty() ? null : label;
    }

    /**
     * What requests to the models of a plan are at least, public ones included. Every node hears of all of them: one
     * without a replica that it may reach has neither route nor card, and sends no body before it has heard this.
     */
    private static SortedMap<ModelName, DataLabel> labels(PlacementPlan plan, DispatchWorld world) {
        var labels = new TreeMap<ModelName, DataLabel>();
        for (var decision : plan.decisions().values()) {
            var model = world.declared().models().get(decision.model());
            if (model != null) {
                labels.merge(decision.model().name(), model.manifest().labels().request(), DataLabel::join);
            }
        }
        return labels;
    }

    /** The nodes that keep what they were told: the silent ones, or all while nothing is decided. */
    static SortedMap<NodeAddress, Target> keeping(
            SortedMap<NodeAddress, Target> told, DispatchWorld world, boolean all) {
        var kept = new TreeMap<>(told);
        if (!all) {
            kept.keySet()
                    .removeIf(node ->
                            world.fleet().find(node).filter(NodeView::fresh).isPresent());
        }
        return kept;
    }

    /** Those of some nodes that were told to hold what policy does not let them hold any more, without that. */
    static Map<NodeAddress, Target> narrowed(
            SortedMap<NodeAddress, Target> told, DispatchWorld world, ControlLoop.Engine engine) {
        var targets = new TreeMap<NodeAddress, Target>();
        told.forEach((node, target) -> {
            var kept = target.models().stream()
                    .filter(model -> mayHold(model, node, world, engine))
                    .toList();
            if (kept.size() < target.models().size()) {
                targets.put(node, new Target(kept, target.routes(), target.labels()));
            }
        });
        return targets;
    }

    /** A model that is not declared any more has no label to judge by; its node is told when it is heard of. */
    private static boolean mayHold(
            DesiredModel model, NodeAddress node, DispatchWorld world, ControlLoop.Engine engine) {
        var declared = world.declared().models().get(model.ref());
        return declared == null
                || engine.mayHold(
                        world, world.declared().lineage(declared.manifest()).label(), node.site());
    }
}
