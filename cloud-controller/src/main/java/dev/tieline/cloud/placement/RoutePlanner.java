package dev.tieline.cloud.placement;

import dev.tieline.cloud.catalog.Objective;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteId;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Works out whom each node may ask. Everything but the node itself is the same for all nodes of a site, so a route is
 * made once for each site and model; only the nodes that stand in a route get one of their own, without themselves.
 */
final class RoutePlanner {
    private final Planning planning;
    private final Map<Objective, Scorecard> scorecards = new EnumMap<>(Objective.class);
    private final Map<Digest, Set<NodeAddress>> placed = new HashMap<>();
    private final SortedMap<ModelName, List<Offer>> offers = new TreeMap<>();
    private final Set<NodeAddress> executors = new HashSet<>();
    private final RouteOrder order;
    private final int length;

    RoutePlanner(Planning planning, Map<String, PlacementDecision> decisions) {
        this.planning = planning;
        this.length = planning.settings().routeLength();
        this.order = new RouteOrder(planning.settings().margin(), length + 1);
        for (var demand : planning.input().demands()) {
            var nodes = placed.computeIfAbsent(demand.digest(), digest -> new HashSet<>());
            var decision = decisions.get(demand.name());
            if (decision != null) {
                decision.chosen().forEach(choice -> nodes.add(choice.node()));
            }
        }
        for (var demand : planning.input().demands()) {
            offer(demand);
        }
    }

    /** What one deployment offers: who answers, with its score, and to whom. */
    private record Offer(
            Demand demand,
            Set<RoutePermission> permissions,
            Map<NodeAddress, Integer> executors,
            List<NodeAddress> bestFirst) {
        Offer(Demand demand, Set<RoutePermission> permissions, Map<NodeAddress, Integer> executors) {
            this(demand, permissions, executors, bestFirst(executors));
        }

        private static List<NodeAddress> bestFirst(Map<NodeAddress, Integer> executors) {
            return executors.entrySet().stream()
                    .sorted(Map.Entry.<NodeAddress, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        boolean permits(SiteId origin, SiteId executor) {
            return permissions.stream().anyMatch(permission -> permission.permits(origin, executor));
        }
    }

    private void offer(Demand demand) {
        var card = scorecards.computeIfAbsent(
                demand.deployment().objective(),
                objective -> Scorecard.forRoutes(
                        objective, planning.measures(), planning.input().sites()));
        var scope = planning.scope(demand);
        var answering = new TreeMap<NodeAddress, Integer>();
        for (var holder : planning.cards().of(demand)) {
            if (answers(demand, holder)) {
                answering.put(holder.node().address(), card.total(demand, scope, holder.node()));
            }
        }
        if (!answering.isEmpty()) {
            executors.addAll(answering.keySet());
            offers.computeIfAbsent(demand.model().name(), name -> new ArrayList<>())
                    .add(new Offer(demand, permissions(demand), answering));
        }
    }

    /** What the deployment is for, and what was asked of it: a call may have a purpose that the deployment has not. */
    private Set<RoutePermission> permissions(Demand demand) {
        var sovereignty = planning.sovereignty();
        var permissions = new LinkedHashSet<RoutePermission>();
        permissions.add(sovereignty.routes(
                demand.deployment().label(), demand.deployment().purpose()));
        demand.admitted().forEach(want -> permissions.add(sovereignty.routes(want.label(), want.purpose())));
        return permissions;
    }

    private boolean answers(Demand demand, CardIndex.Holder holder) {
        var node = holder.node();
        return Routability.of(demand, node).isEmpty()
                && (holder.model().pinned()
                        || placed.getOrDefault(demand.digest(), Set.of()).contains(node.address()));
    }

    SortedMap<NodeAddress, SortedMap<ModelName, List<NodeAddress>>> routes() {
        var known = previousBySite();
        var bySite = new HashMap<SiteId, SortedMap<ModelName, List<NodeAddress>>>();
        var shared = new HashMap<SiteId, SortedMap<ModelName, List<NodeAddress>>>();
        var routes = new TreeMap<NodeAddress, SortedMap<ModelName, List<NodeAddress>>>();
        for (var node : planning.input().fleet().nodes().values()) {
            if (asks(node)) {
                var all = bySite.computeIfAbsent(
                        node.site(), site -> routesOf(site, known.getOrDefault(site, List.of())));
                routes.put(
                        node.address(),
                        executors.contains(node.address())
                                ? without(node.address(), all)
                                : shared.computeIfAbsent(node.site(), site -> without(node.address(), all)));
            }
        }
        return routes;
    }

    private static boolean asks(NodeView node) {
        return node.freshness() == Freshness.FRESH || node.freshness() == Freshness.STALE;
    }

    private SortedMap<ModelName, List<NodeAddress>> routesOf(
            SiteId origin, Collection<SortedMap<ModelName, List<NodeAddress>>> previous) {
        var routes = new TreeMap<ModelName, List<NodeAddress>>();
        offers.forEach((model, offersOfModel) -> {
            var former = longest(model, previous);
            var totals = new TreeMap<NodeAddress, Integer>();
            offersOfModel.forEach(offer -> collect(origin, offer, former, totals));
            if (!totals.isEmpty()) {
                routes.put(model, order.order(totals, former));
            }
        });
        return routes;
    }

    // As many of the best as a route has places, and those that had one: nobody else can get into it.
    private void collect(SiteId origin, Offer offer, List<NodeAddress> former, Map<NodeAddress, Integer> totals) {
        if (!offer.demand.deployment().serves(origin)) {
            return;
        }
        var best = offer.bestFirst.stream()
                .filter(node -> offer.permits(origin, node.site()))
                .limit(length + 1L);
        var kept =
                former.stream().filter(offer.executors::containsKey).filter(node -> offer.permits(origin, node.site()));
        Stream.concat(best, kept).forEach(node -> totals.merge(node, offer.executors.getOrDefault(node, 0), Math::max));
    }

    /** A site's former route of a model is the longest of those of its nodes, since none names the node itself. */
    private static List<NodeAddress> longest(
            ModelName model, Collection<SortedMap<ModelName, List<NodeAddress>>> previous) {
        List<NodeAddress> longest = List.of();
        for (var routes : previous) {
            var route = routes.getOrDefault(model, List.of());
            longest = route.size() > longest.size() ? route : longest;
        }
        return longest;
    }

    /** Of each site the former routes of two nodes: a node that is missing in one of them is the other's owner. */
    private Map<SiteId, List<SortedMap<ModelName, List<NodeAddress>>>> previousBySite() {
        var bySite = new HashMap<SiteId, List<SortedMap<ModelName, List<NodeAddress>>>>();
        planning.input().previous().routes().forEach((node, routes) -> {
            var known = bySite.computeIfAbsent(node.site(), site -> new ArrayList<>());
            if (known.size() < 2) {
                known.add(routes);
            }
        });
        return bySite;
    }

    private SortedMap<ModelName, List<NodeAddress>> without(
            NodeAddress self, SortedMap<ModelName, List<NodeAddress>> all) {
        var routes = new TreeMap<ModelName, List<NodeAddress>>();
        all.forEach((model, nodes) -> {
            var others = nodes.stream()
                    .filter(node -> !node.equals(self))
                    .limit(length)
                    .toList();
            if (!others.isEmpty()) {
                routes.put(model, others);
            }
        });
        return Collections.unmodifiableSortedMap(routes);
    }
}
