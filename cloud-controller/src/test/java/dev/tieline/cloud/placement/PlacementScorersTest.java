package dev.tieline.cloud.placement;

import static dev.tieline.cloud.placement.Demands.demand;
import static dev.tieline.cloud.placement.Nodes.node;
import static dev.tieline.cloud.placement.Worlds.world;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.catalog.Objective;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementScorersTest {
    private static final Demand DEMAND = demand().make();

    @ParameterizedTest
    @CsvSource({"0, 100", "1, 100", "10, 75", "100, 50", "1000, 25", "10000, 0", "3600000, 0"})
    void shouldScoreLatencyByItsMagnitude(long millis, int score) {
        assertThat(LatencyScorer.score(Duration.ofMillis(millis))).isEqualTo(score);
    }

    @Test
    void shouldTakeWhatTheNodeItselfHasMeasured() {
        var measured =
                node("eu-west/lyon-1").takes(DEMAND, Duration.ofMillis(5)).roundTrip(Duration.ofMillis(5));

        assertThat(latency(measured, node("eu-central/fra-1").takes(DEMAND, Duration.ofMillis(900))))
                .isEqualTo(75);
    }

    @Test
    void shouldTakeTheMedianOfTheFleetWhereTheNodeHasMeasuredNothing() {
        var silent = node("eu-west/lyon-1").neverRan(DEMAND).roundTrip(Duration.ofMillis(1));

        var score = latency(
                silent,
                node("eu-central/fra-1").takes(DEMAND, Duration.ofMillis(9)),
                node("eu-central/fra-2").takes(DEMAND, Duration.ofMillis(900)),
                node("eu-central/fra-3").takes(DEMAND, Duration.ofMillis(1)));

        assertThat(score).isEqualTo(75);
    }

    @Test
    void shouldTakeTheMiddleOfTheScaleWhereNobodyHasMeasured() {
        assertThat(latency(node("eu-west/lyon-1").roundTrip(Duration.ZERO))).isEqualTo(50);
    }

    @Test
    void shouldCountTheWayToTheBrokerAndTheWaitForASlot() {
        var near = node("eu-west/lyon-1").takes(DEMAND, Duration.ofMillis(4)).roundTrip(Duration.ofMillis(6));
        var far = node("eu-west/lyon-1").takes(DEMAND, Duration.ofMillis(4)).roundTrip(Duration.ofMillis(96));
        var queueing = node("eu-west/lyon-1")
                .takes(DEMAND, Duration.ofMillis(40))
                .load(4, 5)
                .roundTrip(Duration.ofMillis(10));

        assertThat(latency(near)).isEqualTo(75);
        assertThat(latency(far)).isEqualTo(50);
        assertThat(latency(queueing)).isEqualTo(50);
    }

    @Test
    void shouldNotCountTheBrokerForCallersBesideTheNode() {
        var demand = demand().origins("clinic-berlin").make();
        var node =
                node("clinic-berlin/gw-1").takes(demand, Duration.ofMillis(10)).roundTrip(Duration.ofMillis(990));
        var planning = world().nodes(node).demands(demand).planning();
        var placing = new LatencyScorer(planning.measures(), false);
        var routing = new LatencyScorer(planning.measures(), true);

        assertThat(placing.score(demand, planning.scope(demand), node.make())).isEqualTo(75);
        assertThat(routing.score(demand, planning.scope(demand), node.make())).isEqualTo(25);
    }

    @Test
    void shouldHoldNoiseOfAFewPercentForLessThanOnePoint() {
        for (var millis = 1; millis < 10_000; millis += 7) {
            var exact = LatencyScorer.score(Duration.ofNanos(millis * 1_000_000L));
            var noisy = LatencyScorer.score(Duration.ofNanos(millis * 1_050_000L));
            assertThat(exact - noisy).as("at %d ms", millis).isBetween(0, 1);
        }
    }

    @Test
    void shouldScoreAnIdleNodeHighestAndAFullOneLowest() {
        assertThat(load(node("a/b"))).isEqualTo(100);
        assertThat(load(node("a/b").load(4, 0))).isEqualTo(60);
        assertThat(load(node("a/b").load(4, 5))).isEqualTo(30);
        assertThat(load(node("a/b").load(4, 99))).isZero();
        assertThat(load(node("a/b").cpu(0.5))).isEqualTo(80);
        assertThat(load(node("a/b").silent())).isEqualTo(50);
    }

    @Test
    void shouldScoreCostBetweenFreeAndTheDearestOfTheBook() {
        var cost = new CostScorer(Worlds.SITES);

        assertThat(cost(cost, "clinic-berlin/gw-1")).isEqualTo(100);
        assertThat(cost(cost, "us-east/va-1")).isEqualTo(67);
        assertThat(cost(cost, "eu-west/lyon-1")).isEqualTo(33);
        assertThat(cost(cost, "eu-central/fra-1")).isZero();
        assertThat(cost(cost, "nowhere/a")).isZero();
    }

    @Test
    void shouldScoreReachByTheShareOfOriginsThatMaySend() {
        var demand = demand().label(DataLabel.of(DataClass.SPECIAL)).make();
        var planning = world().nodes(
                        node("clinic-berlin/gw-1"),
                        node("eu-central/fra-1"),
                        node("eu-west/lyon-1"),
                        node("us-east/va-1"))
                .demands(demand)
                .planning();
        var reach = new ReachScorer();

        // Special data stays in its country: Berlin and Frankfurt serve each other, Lyon and Virginia only themselves.
        assertThat(reach.score(
                        demand, planning.scope(demand), node("eu-central/fra-1").make()))
                .isEqualTo(50);
        assertThat(reach.score(
                        demand, planning.scope(demand), node("eu-west/lyon-1").make()))
                .isEqualTo(25);
    }

    @Test
    void shouldMeasureReachOfManyOriginsByASampleAndStillFindTheOneThatMaySend() {
        var nodes = new Nodes[600];
        for (var i = 0; i < nodes.length; i++) {
            nodes[i] = node("site-%03d/n".formatted(i));
        }
        var demand = demand().label(DataLabel.of(DataClass.SPECIAL)).make();
        var planning = world().nodes(nodes).demands(demand).planning();

        // Nothing is known of these sites, so each serves only itself, and 1 of 600 is no percent.
        assertThat(planning.scope(demand).refuse(nodes[1].make().site())).isEmpty();
        assertThat(planning.scope(demand).percent(nodes[1].make().site())).isZero();
    }

    @ParameterizedTest
    @CsvSource({"LATENCY", "COST", "BALANCED"})
    void shouldTotalBetweenTheLowestAndTheHighestScore(Objective objective) {
        var demand = demand().objective(objective).make();
        var nodes = List.of(
                node("us-east/va-1").load(3, 4),
                node("clinic-berlin/gw-1"),
                node("eu-west/lyon-1").cpu(1));
        var planning =
                world().nodes(nodes.toArray(Nodes[]::new)).demands(demand).planning();
        for (var node : nodes) {
            var scope = planning.scope(demand);
            var total = planning.scorecard(demand).total(demand, scope, node.make());
            var scores = planning.scorecard(demand)
                    .scores(demand, scope, node.make())
                    .values();
            assertThat(total)
                    .isBetween(
                            scores.stream().min(Integer::compare).orElseThrow(),
                            scores.stream().max(Integer::compare).orElseThrow());
        }
    }

    private static int latency(Nodes first, Nodes... others) {
        var planning = world().nodes(first).nodes(others).demands(DEMAND).planning();
        return new LatencyScorer(planning.measures(), true).score(DEMAND, planning.scope(DEMAND), first.make());
    }

    private static int load(Nodes node) {
        var planning = world().planning();
        return new LoadScorer().score(DEMAND, planning.scope(DEMAND), node.make());
    }

    private static int cost(CostScorer cost, String node) {
        var planning = world().planning();
        return cost.score(DEMAND, planning.scope(DEMAND), node(node).make());
    }
}
