package dev.tieline.cloud.placement;

import static dev.tieline.cloud.placement.Demands.demand;
import static dev.tieline.cloud.placement.Nodes.node;
import static dev.tieline.cloud.placement.Worlds.BERLIN;
import static dev.tieline.cloud.placement.Worlds.world;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.placement.RouteExplanation.NodeVerdict;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Misfit;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RouteExplainerTest {
    private static final DataLabel PERSONAL = DataLabel.of(DataClass.PERSONAL);
    private static final Demand DEMAND = demand().replicas(2, 4).make();
    private static final ModelName MODEL = DEMAND.model().name();

    @Test
    void shouldSayWhoIsAskedAndWhyNobodyElse() {
        var explanation = explain(fleet(), PERSONAL);

        assertThat(verdicts(explanation))
                .containsExactly(
                        "eu-west/lyon-1 ROUTED",
                        "eu-central/fra-1 ROUTED",
                        "clinic-berlin/gw-2 NOT_READY",
                        "eu-central/fra-2 NOT_READY",
                        "eu-central/fra-3 NOT_FRESH",
                        "us-east/va-1 DENIED");
    }

    @Test
    void shouldNameThePlaceInTheRouteAndTheRuleThatPermits() {
        var first = explain(fleet(), PERSONAL).nodes().getFirst();

        assertThat(first.reason()).startsWith("number 1 of its route, and ");
        assertThat(first.rule()).isEqualTo("personal-in-eea");
    }

    @Test
    void shouldSayHowFarAModelHasCome() {
        assertThat(reason(explain(fleet(), PERSONAL), "eu-central/fra-2")).isEqualTo("minilm@1 is pending there");
        assertThat(reason(explain(fleet(), PERSONAL), "clinic-berlin/gw-2")).isEqualTo("it does not hold minilm@1");
    }

    @Test
    void shouldDenyThisCallWhereOthersMayGo() {
        var health = DataLabel.of(DataClass.SPECIAL, "health");

        var explanation = explain(fleet(), health);

        assertThat(explanation.nodes()).hasSize(6).allSatisfy(node -> {
            assertThat(node.rule()).isEqualTo("health-never-leaves");
            assertThat(node.cause()).isNotNull();
            assertThat(node.reason())
                    .contains(node.cause().actual() + ", needs " + node.cause().expected());
        });
    }

    @Test
    void shouldNameThePermitThatCameNearestWhereNoneMatches() {
        var virginia = explain(fleet(), PERSONAL).nodes().getLast();

        assertThat(virginia.verdict()).isEqualTo(RouteExplanation.Verdict.DENIED);
        assertThat(virginia.rule()).isEqualTo("personal-in-eea");
        assertThat(virginia.cause())
                .extracting(Misfit::actual, Misfit::expected)
                .containsExactly("US-VA", "EEA");
    }

    @Test
    void shouldSayThatNobodyHasDeclaredTheModel() {
        var explanation = RouteExplainer.explain(fleet().make(), BERLIN, ModelName.of("other"), DataLabel.PUBLIC, null);

        assertThat(reason(explanation, "eu-west/lyon-1")).isEqualTo("no deployment is of the model other");
    }

    @Test
    void shouldSayThatTheDeploymentIsForOthers() {
        var demand = demand().origins("eu-central").make();
        var world = world().nodes(
                        node("clinic-berlin/gw-1"), node("eu-west/lyon-1").ready(demand))
                .demands(demand);

        assertThat(reason(explain(world.after(world.plan()), PERSONAL), "eu-west/lyon-1"))
                .isEqualTo("no deployment that it holds minilm for is for callers at clinic-berlin");
    }

    @Test
    void shouldSayThatAModelIsLeftOver() {
        var demand = demand().make();
        var world = world().nodes(
                        node("eu-west/lyon-1").ready(demand),
                        node("eu-west/lyon-2").ready(demand))
                .demands(demand);

        var explanation = explain(world.after(world.plan()).after(world.plan()), PERSONAL);

        assertThat(verdicts(explanation)).contains("eu-west/lyon-2 NOT_ROUTED");
        assertThat(reason(explanation, "eu-west/lyon-2")).contains("not wanted for it any more");
    }

    @Test
    void shouldSayThatTheRouteInForceIsOlder() {
        var demand = demand().make();
        var before = world().nodes(node("eu-west/lyon-1")).demands(demand);
        var world = world().nodes(
                        node("clinic-berlin/gw-1"), node("eu-west/lyon-1").ready(demand))
                .demands(demand)
                .after(before.plan());

        assertThat(reason(explain(world, PERSONAL), "eu-west/lyon-1")).contains("was made before it answered");
    }

    @Test
    void shouldExplainForANodeThatTheFleetDoesNotKnow() {
        var unknown = NodeAddress.of("clinic-berlin/gw-9");

        var explanation = RouteExplainer.explain(fleet().make(), unknown, MODEL, PERSONAL, null);

        assertThat(explanation.from()).isEqualTo(unknown);
        assertThat(explanation.nodes()).hasSize(7).noneMatch(node -> node.verdict() == RouteExplanation.Verdict.ROUTED);
    }

    private static Worlds fleet() {
        var world = world().nodes(
                        node("clinic-berlin/gw-1"),
                        node("clinic-berlin/gw-2"),
                        node("eu-central/fra-1").ready(DEMAND),
                        node("eu-central/fra-2").reports(DEMAND, false, new ModelStatus.Pending()),
                        node("eu-central/fra-3").ready(DEMAND).freshness(Freshness.STALE),
                        node("eu-west/lyon-1").ready(DEMAND),
                        node("us-east/va-1").ready(DEMAND))
                .demands(DEMAND);
        var choices = List.of(kept("eu-central/fra-1"), kept("eu-west/lyon-1"));
        var decisions = new TreeMap<String, PlacementDecision>();
        decisions.put(DEMAND.name(), new PlacementDecision.Placed(DEMAND.name(), DEMAND.model(), choices, List.of()));
        return world.after(
                world.after(new PlacementPlan(decisions, new TreeMap<>())).plan());
    }

    private static Choice kept(String node) {
        return new Choice(NodeAddress.of(node), 0, new TreeMap<>(), ChoiceState.KEPT);
    }

    private static RouteExplanation explain(Worlds world, DataLabel label) {
        return RouteExplainer.explain(world.make(), BERLIN, MODEL, label, null);
    }

    private static List<String> verdicts(RouteExplanation explanation) {
        return explanation.nodes().stream()
                .map(node -> node.node() + " " + node.verdict())
                .toList();
    }

    private static String reason(RouteExplanation explanation, String node) {
        return explanation.nodes().stream()
                .filter(verdict -> verdict.node().toString().equals(node))
                .map(NodeVerdict::reason)
                .findFirst()
                .orElse("nothing is said of it");
    }
}
