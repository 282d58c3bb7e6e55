package dev.tieline.cloud.placement;

import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelName;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What every node shall hold, and whom it may ask for what it does not hold. Immutable.
 *
 * @param decisions one per deployment, by its name
 * @param routes for every node that may ask, by model, the nodes elsewhere that answer, best first; a node that drains or
 *     is lost has no entry, and a model that nobody may serve for a node has none in that node's routes. Nodes of one
 *     site share the same map where they can
 * @param failures what is remembered of nodes that failed, for the next plan
 */
public record PlacementPlan(
        SortedMap<String, PlacementDecision> decisions,
        SortedMap<NodeAddress, SortedMap<ModelName, List<NodeAddress>>> routes,
        List<PastFailure> failures) {
    private static final PlacementPlan EMPTY = new PlacementPlan(new TreeMap<>(), new TreeMap<>());

    public PlacementPlan {
        decisions = Collections.unmodifiableSortedMap(new TreeMap<>(decisions));
        routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
        failures = List.copyOf(failures);
    }

    public PlacementPlan(
            SortedMap<String, PlacementDecision> decisions,
            SortedMap<NodeAddress, SortedMap<ModelName, List<NodeAddress>>> routes) {
        this(decisions, routes, List.of());
    }

    /** Nothing is placed and nobody has a route: the plan before the first. */
    public static PlacementPlan empty() {
        return EMPTY;
    }

    public Optional<PlacementDecision> decision(String deployment) {
        return Optional.ofNullable(decisions.get(deployment));
    }

    /** By node, the names of the deployments whose models it shall hold, those that retire there included. */
    public SortedMap<NodeAddress, SortedSet<String>> placedOn() {
        var placed = new TreeMap<NodeAddress, SortedSet<String>>();
        for (var decision : decisions.values()) {
            for (var choice : decision.chosen()) {
                placed.computeIfAbsent(choice.node(), node -> new TreeSet<>()).add(decision.deployment());
            }
        }
        return Collections.unmodifiableSortedMap(placed);
    }

    /** The route of a node for a model, best first; empty if it has none. */
    public List<NodeAddress> route(NodeAddress from, ModelName model) {
        var routes = this.routes.get(from);
        return routes == null ? List.of() : routes.getOrDefault(model, List.of());
    }
}
