package dev.tieline.cloud.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.Transform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What must hold of every plan, asked of random worlds that change while one plan follows another. The policy is asked
 * directly here, by requests of this test's own making.
 */
class PlacementPropertiesTest {
    private static final int WORLDS = 400;
    private static final int STEPS = 6;

    private final PlacementEngine engine = new PlacementEngine(PlacementSettings.defaults());
    private int placed;
    private int retiring;
    private int routed;
    private int denied;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_122, -7})
    void shouldNeverBreakTheRules(long firstSeed) {
        for (var seed = firstSeed; seed < firstSeed + WORLDS; seed++) {
            var worlds = new RandomWorlds(seed);
            var plan = PlacementPlan.empty();
            for (var step = 0; step < STEPS; step++) {
                var input = worlds.next(plan);
                plan = engine.place(input);
                var where = "seed " + seed + ", step " + step;
                checkPlacements(where, input, plan);
                checkMemory(where, input, plan);
                checkRoutes(where, input, plan);
                assertThat(engine.place(shuffled(input, seed))).as(where).isEqualTo(plan);
            }
        }
        // Otherwise these worlds would prove nothing.
        assertThat(List.of(placed, retiring, routed, denied)).allMatch(count -> count > 200);
    }

    private void checkPlacements(String where, PlacementInput input, PlacementPlan plan) {
        for (var demand : input.demands()) {
            var decision = plan.decision(demand.name()).orElseThrow();
            var wanted = decision.chosen().stream()
                    .filter(choice -> !choice.retires())
                    .count();
            assertThat(wanted).as(where).isLessThanOrEqualTo(demand.deployment().maxReplicas());
            for (var choice : decision.chosen()) {
                var node = input.fleet().find(choice.node()).orElseThrow();
                var as = where + ", " + demand.name() + " on " + choice;
                assertThat(mayBeBrought(input, demand, node.site())).as(as).isTrue();
                assertThat(mayServeSomebody(input, demand, node.site())).as(as).isTrue();
                placed++;
                if (choice.retires()) {
                    retiring++;
                } else {
                    assertThat(node.freshness()).as(as).isEqualTo(Freshness.FRESH);
                    assertThat(demand.deployment().executionProviders())
                            .as(as)
                            .matches(needed ->
                                    needed.isEmpty() || needed.stream().anyMatch(node.profile()::has));
                }
            }
            denied += (int) decision.rejected().stream()
                    .filter(rejection -> rejection.filter().equals("sovereignty"))
                    .peek(rejection -> checkDenial(where, input, demand, rejection))
                    .count();
        }
    }

    /** A node that serves all callers of a deployment with a minimum is never said to be denied where it is not. */
    private void checkDenial(String where, PlacementInput input, Demand demand, Rejection rejection) {
        if (demand.deployment().minReplicas() > 0) {
            var site = rejection.node().site();
            assertThat(mayBeBrought(input, demand, site) && mayServe(input, all(input, demand), site))
                    .as(where + ", " + rejection)
                    .isFalse();
        }
    }

    private static boolean mayBeBrought(PlacementInput input, Demand demand, SiteId site) {
        var controller = input.sites()
                .controller()
                .map(id -> input.sites().facts(id, input.at()))
                .orElse(SiteFacts.unknown(""));
        return input.policy()
                .decide(new PolicyRequest(
                        Action.DEPLOY_MODEL,
                        demand.lineage().label(),
                        null,
                        Transform.RAW,
                        input.at(),
                        new Origin("acme", controller),
                        TransferPath.of(Hop.process(input.sites().facts(site, input.at())))))
                .permitted();
    }

    private static boolean mayServeSomebody(PlacementInput input, Demand demand, SiteId site) {
        var deployment = demand.deployment();
        return (deployment.minReplicas() > 0 && mayServe(input, all(input, demand), site))
                || admitted(demand).anyMatch(want -> mayServe(input, List.of(want), site));
    }

    private static Stream<Want> admitted(Demand demand) {
        var deployment = demand.deployment();
        var highest = deployment.label();
        return demand.wants().stream()
                .filter(want ->
                        deployment.origins().isEmpty() || deployment.origins().contains(want.origin()))
                .filter(want -> want.label().dataClass().compareTo(highest.dataClass()) <= 0
                        && highest.tags().containsAll(want.label().tags()));
    }

    private static List<Want> all(PlacementInput input, Demand demand) {
        var deployment = demand.deployment();
        Collection<SiteId> origins = deployment.origins().isEmpty()
                ? input.fleet().nodes().keySet().stream().map(NodeAddress::site).collect(Collectors.toSet())
                : deployment.origins();
        return origins.stream()
                .map(origin -> new Want(origin, deployment.label(), deployment.purpose()))
                .toList();
    }

    private static boolean mayServe(PlacementInput input, List<Want> callers, SiteId site) {
        return callers.stream()
                .anyMatch(caller -> mayTravel(input, caller.origin(), site, caller.label(), caller.purpose())
                        || (caller.origin().equals(site)
                                && mayBeServed(input, site, caller.label(), caller.purpose(), TransferPath.EMPTY)));
    }

    private static boolean mayTravel(
            PlacementInput input, SiteId origin, SiteId executor, DataLabel label, @Nullable String purpose) {
        return mayBeServed(input, origin, label, purpose, input.sites().path(origin, executor, input.at()));
    }

    private static boolean mayBeServed(
            PlacementInput input, SiteId origin, DataLabel label, @Nullable String purpose, TransferPath path) {
        var from = new Origin("acme", input.sites().facts(origin, input.at()));
        return input.policy()
                .decide(new PolicyRequest(Action.INFER, label, purpose, Transform.RAW, input.at(), from, path))
                .permitted();
    }

    private static void checkMemory(String where, PlacementInput input, PlacementPlan plan) {
        var demands = input.demands().stream().collect(Collectors.toMap(Demand::name, demand -> demand));
        plan.placedOn().forEach((address, names) -> {
            var node = input.fleet().find(address).orElseThrow();
            var versions = new HashMap<ModelName, ModelRef>();
            var bytes = new HashMap<Digest, Long>(pinned(node));
            for (var name : names) {
                var demand = demands.get(name);
                assertThat(demand).isNotNull();
                assertThat(versions.putIfAbsent(demand.model().name(), demand.model()))
                        .as(where + ", " + address)
                        .isIn(null, demand.model());
                bytes.putIfAbsent(demand.digest(), demand.manifest().memoryBytes());
            }
            assertThat(bytes.values().stream().mapToLong(Long::longValue).sum())
                    .as(where + ", " + names + " on " + address)
                    .isLessThanOrEqualTo(node.profile().capacity().modelMemoryBytes());
        });
    }

    /** The random nodes pin models of 100 bytes. */
    private static Map<Digest, Long> pinned(NodeView node) {
        var reported = node.reported();
        return reported == null
                ? Map.of()
                : reported.models().values().stream()
                        .filter(model -> model.pinned())
                        .collect(Collectors.toMap(model -> model.card(), model -> 100L));
    }

    private void checkRoutes(String where, PlacementInput input, PlacementPlan plan) {
        var asking = new HashSet<NodeAddress>();
        for (var node : input.fleet().nodes().values()) {
            if (Set.of(Freshness.FRESH, Freshness.STALE).contains(node.freshness())) {
                asking.add(node.address());
            }
        }
        assertThat(plan.routes().keySet()).as(where).isEqualTo(new TreeSet<>(asking));
        plan.routes()
                .forEach((from, routes) -> routes.forEach((model, nodes) -> {
                    assertThat(nodes)
                            .as(where)
                            .isNotEmpty()
                            .doesNotHaveDuplicates()
                            .doesNotContain(from);
                    for (var executor : nodes) {
                        assertThat(routable(input, from, model, executor))
                                .as(where + ", from " + from + " for " + model + " to " + executor)
                                .isTrue();
                        routed++;
                    }
                }));
    }

    private static boolean routable(PlacementInput input, NodeAddress from, ModelName model, NodeAddress executor) {
        var node = input.fleet().find(executor).orElseThrow();
        return node.freshness() == Freshness.FRESH
                && input.demands().stream()
                        .filter(demand -> demand.model().name().equals(model))
                        .filter(demand -> answers(node, demand))
                        .anyMatch(demand -> someDataMayTravel(input, from.site(), executor.site(), demand));
    }

    private static boolean answers(NodeView node, Demand demand) {
        var reported = node.reported();
        var held = reported == null ? null : reported.models().get(demand.model());
        return held != null && held.card().equals(demand.digest()) && held.status() instanceof ModelStatus.Ready;
    }

    private static boolean someDataMayTravel(PlacementInput input, SiteId from, SiteId to, Demand demand) {
        var deployment = demand.deployment();
        return someDataMayTravel(input, from, to, deployment.label(), deployment.purpose())
                || admitted(demand).anyMatch(want -> someDataMayTravel(input, from, to, want.label(), want.purpose()));
    }

    private static boolean someDataMayTravel(
            PlacementInput input, SiteId from, SiteId to, DataLabel highest, @Nullable String purpose) {
        for (var dataClass : DataClass.values()) {
            for (var tags : List.of(highest.tags(), new TreeSet<String>())) {
                if (dataClass.compareTo(highest.dataClass()) <= 0
                        && mayTravel(input, from, to, new DataLabel(dataClass, tags), purpose)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static PlacementInput shuffled(PlacementInput input, long seed) {
        var demands = new ArrayList<>(input.demands());
        Collections.shuffle(demands, new Random(seed));
        return new PlacementInput(
                input.at(), input.tenant(), input.fleet(), input.sites(), input.policy(), demands, input.previous());
    }
}
