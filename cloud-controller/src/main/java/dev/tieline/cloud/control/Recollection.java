package dev.tieline.cloud.control;

import dev.tieline.cloud.catalog.Declared;
import dev.tieline.cloud.placement.Choice;
import dev.tieline.cloud.placement.ChoiceState;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.rollout.Rollout.Target;
import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelName;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The plan of an earlier life of the controller, as far as it shows in what nodes were told. */
final class Recollection {

    private Recollection() {}

    /** A plan in which every node keeps what it was told to hold, and its routes; nothing has a score. */
    static PlacementPlan of(SortedMap<NodeAddress, Target> told, Declared declared) {
        var decisions = new TreeMap<String, PlacementDecision>();
        for (var deployment : declared.deployments().values()) {
            var holders = told.entrySet().stream()
                    .filter(entry -> entry.getValue().models().stream()
                            .anyMatch(model -> model.ref().equals(deployment.model())))
                    .map(entry -> new Choice(entry.getKey(), 0, new TreeMap<>(), ChoiceState.KEPT))
                    .toList();
            if (!holders.isEmpty()) {
                decisions.put(
                        deployment.name(),
                        new PlacementDecision.Placed(deployment.name(), deployment.model(), holders, List.of()));
            }
        }
        var routes = new TreeMap<NodeAddress, SortedMap<ModelName, List<NodeAddress>>>();
        told.forEach((node, target) -> routes.put(node, target.routes()));
        return new PlacementPlan(decisions, routes);
    }
}
