package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.cloud.placement.PlacementDecision.Idle;
import dev.tieline.cloud.placement.PlacementDecision.Placed;
import dev.tieline.cloud.placement.PlacementDecision.Unplaceable;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.Load;
import dev.tieline.devices.twin.Telemetry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Places one deployment, and gives and takes the room that this needs. */
final class DemandPlacement {
    private final Planning planning;
    private final Demand demand;
    private final Holders holders;
    private final Set<Scope> scopes = new LinkedHashSet<>();
    private final Map<Scope, List<Candidate>> candidates = new HashMap<>();
    private final Map<NodeAddress, Rejection> rejections = new TreeMap<>();
    private final Map<NodeAddress, Candidate> chosen = new LinkedHashMap<>();

    DemandPlacement(Planning planning, Demand demand, Holders holders) {
        this.planning = planning;
        this.demand = demand;
        this.holders = holders;
    }

    /** Keeps room where the model is wanted now, so that no other deployment takes it meanwhile. */
    void reserveActive() {
        if (idleness().isPresent()) {
            return;
        }
        views(holders.active()).forEach(node -> planning.ledger().reserve(demand, node));
    }

    /** Keeps room where the model is still there, after all that is wanted has its own. */
    void reserveRetiring() {
        if (idleness().isPresent()) {
            return;
        }
        views(holders.retiring()).forEach(node -> planning.ledger().reserve(demand, node));
    }

    PlacementDecision decide() {
        var idleness = idleness();
        if (idleness.isPresent()) {
            return new Idle(demand.name(), demand.model(), idleness.get());
        }
        choose();
        var retiring = retiring();
        settle(retiring);
        candidates
                .values()
                .forEach(passed -> passed.forEach(
                        candidate -> rejections.remove(candidate.node().address())));
        if (chosen.isEmpty() && retiring.isEmpty()) {
            return new Unplaceable(demand.name(), demand.model(), reason(), List.copyOf(rejections.values()));
        }
        var choices = new ArrayList<Choice>();
        chosen.values().forEach(candidate -> choices.add(choice(candidate)));
        retiring.forEach(node -> choices.add(Choice.retiring(node.address())));
        return new Placed(demand.name(), demand.model(), choices, List.copyOf(rejections.values()));
    }

    /** Why nothing needs to run; empty if something does. */
    private Optional<String> idleness() {
        if (demand.deployment().paused()) {
            return Optional.of("it is paused: its maximum is 0 replicas");
        }
        return demand.deployment().onDemand() && demand.wants().isEmpty()
                ? Optional.of("it is placed on demand, and nobody asks for it")
                : Optional.empty();
    }

    private void choose() {
        var least = demand.deployment().minReplicas();
        if (least > 0) {
            scopes.add(planning.scope(demand));
            pick(planning.scope(demand), least);
        }
        demand.admitted().forEach(want -> satisfy(planning.scope(want)));
        var target = ReplicaTarget.of(demand, chosen.size(), views(holders.active()));
        for (var scope : scopes) {
            pick(scope, target - chosen.size());
        }
    }

    private void satisfy(Scope want) {
        scopes.add(want);
        var served = chosen.values().stream()
                .anyMatch(candidate -> want.refuse(candidate.node().site()).isEmpty());
        if (!served && chosen.size() < demand.deployment().maxReplicas()) {
            pick(want, 1);
        }
    }

    private void pick(Scope scope, int count) {
        if (count > 0) {
            var free = candidates.computeIfAbsent(scope, this::survey).stream()
                    .filter(candidate -> !chosen.containsKey(candidate.node().address()))
                    .toList();
            Candidate.best(free, count)
                    .forEach(candidate -> chosen.put(candidate.node().address(), candidate));
        }
    }

    private List<Candidate> survey(Scope scope) {
        var passed = new ArrayList<Candidate>();
        for (var node : planning.input().fleet().nodes().values()) {
            planning.filters()
                    .reject(demand, scope, node)
                    .ifPresentOrElse(
                            rejection -> rejections.putIfAbsent(node.address(), rejection),
                            () -> passed.add(candidate(scope, node)));
        }
        return passed;
    }

    private Candidate candidate(Scope scope, NodeView node) {
        var total = planning.scorecard(demand).total(demand, scope, node);
        if (!holders.spares(demand, node)) {
            return new Candidate(node, scope, total, total);
        }
        var rested = planning.scorecard(demand).total(demand, scope, rested(node));
        return new Candidate(node, scope, total, rested + planning.settings().margin());
    }

    // A holder is busy because it holds the model: its load would follow the model wherever it goes. What helps a full
    // holder is another one beside it, so its own load never costs it its place.
    private static NodeView rested(NodeView node) {
        var telemetry = node.telemetry();
        if (telemetry == null) {
            return node;
        }
        var load = telemetry.load();
        var idle = new Load(load.runSlots(), 0, 0, load.queueLimit(), load.modelMemoryBytes(), null);
        return new NodeView(
                node.address(),
                node.profile(),
                node.birth(),
                node.freshness(),
                new Telemetry(
                        telemetry.at(),
                        telemetry.birth(),
                        idle,
                        telemetry.models(),
                        telemetry.brokerRoundTrip(),
                        telemetry.workLink()),
                node.reported());
    }

    private Choice choice(Candidate candidate) {
        var node = candidate.node();
        var scores = planning.scorecard(demand).scores(demand, candidate.scope(), node);
        var state = holders.contains(node.address()) ? ChoiceState.KEPT : ChoiceState.NEW;
        return new Choice(node.address(), candidate.total(), scores, state);
    }

    /** The former holders that stay until enough of the chosen ones answer, as far as policy permits that. */
    private List<NodeView> retiring() {
        var needed = Math.max(1, Math.max(chosen.size(), demand.deployment().minReplicas()));
        var answering =
                chosen.values().stream().filter(choice -> ready(choice.node())).count();
        if (answering >= needed) {
            return List.of();
        }
        Predicate<NodeView> stays = node -> !chosen.containsKey(node.address())
                && (chosen.isEmpty() || ready(node))
                && planning.ledger().of(node).holds(demand)
                && permitted(node);
        return views(holders.all()).stream().filter(stays).toList();
    }

    private boolean permitted(NodeView node) {
        var deploy = planning.sovereignty().deploy(node.site(), demand.lineage().label());
        return deploy.isEmpty()
                && scopes.stream().anyMatch(scope -> scope.refuse(node.site()).isEmpty());
    }

    private boolean ready(NodeView node) {
        return node.ready(demand.model(), demand.digest());
    }

    private void settle(List<NodeView> retiring) {
        chosen.values().forEach(choice -> planning.ledger().of(choice.node()).give(demand));
        for (var node : views(holders.all())) {
            if (!chosen.containsKey(node.address()) && !retiring.contains(node)) {
                planning.ledger().of(node).takeBack(demand);
            }
        }
    }

    private List<NodeView> views(Iterable<NodeAddress> addresses) {
        var views = new ArrayList<NodeView>();
        addresses.forEach(address -> planning.input().fleet().find(address).ifPresent(views::add));
        return views;
    }

    private String reason() {
        if (scopes.isEmpty()) {
            return "no call that asked for it lies within its label "
                    + demand.deployment().label() + " and its origins";
        }
        if (rejections.isEmpty()) {
            return "no node is known";
        }
        var filters = rejections.values().stream()
                .collect(Collectors.groupingBy(Rejection::filter, TreeMap::new, Collectors.counting()));
        var counts = filters.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return "none of " + rejections.size() + " nodes can take it: " + counts;
    }
}
