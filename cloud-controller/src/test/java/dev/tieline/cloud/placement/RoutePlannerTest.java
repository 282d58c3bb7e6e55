package dev.tieline.cloud.placement;

import static dev.tieline.cloud.placement.Demands.demand;
import static dev.tieline.cloud.placement.Nodes.node;
import static dev.tieline.cloud.placement.Worlds.BERLIN;
import static dev.tieline.cloud.placement.Worlds.world;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.catalog.Objective;
import dev.tieline.cloud.fleet.Profiles;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.ModelStatus;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RoutePlannerTest {
    private static final String NOT_FRANCE = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: b, version: 2, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
            defaults: {public: allow, internal: allow, personal: allow, special: deny}
            rules:
              - {id: not-france, effect: forbid, for: {class: [public]}, hops: {process: {country: [FR]}}}
            """;
    private static final List<String> SITES = List.of("eu-central", "eu-west", "us-east");
    private static final Demand FAST =
            demand().name("fast").objective(Objective.LATENCY).make();
    private static final Demand CHEAP =
            demand().name("cheap").objective(Objective.COST).make();

    @Test
    void shouldRouteAsIfItHadComparedEveryNodeThatAnswers() {
        for (var seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            var plan = PlacementPlan.empty();
            for (var step = 0; step < 4; step++) {
                var world = fleet(random).after(plan);

                var former = plan.route(BERLIN, FAST.model().name());
                plan = world.plan();

                assertThat(plan.route(BERLIN, FAST.model().name()))
                        .as("seed " + seed + ", step " + step)
                        .hasSize(16)
                        .isEqualTo(comparingAll(world.planning(), former));
            }
        }
    }

    private static Worlds fleet(Random random) {
        var world = world().policy(NOT_FRANCE)
                .demands(FAST, CHEAP)
                .nodes(node("clinic-berlin/gw-1").profile(Profiles.of("tiny", 1, 1, 1, "cpu")));
        for (var site : SITES) {
            for (var i = 0; i < 30; i++) {
                world.nodes(node(site + "/n-" + i)
                        .takes(FAST, Duration.ofMillis(1 + random.nextInt(40)))
                        .load(random.nextInt(4), random.nextInt(3))
                        .reports(FAST, true, new ModelStatus.Ready()));
            }
        }
        return world;
    }

    private static List<NodeAddress> comparingAll(Planning planning, List<NodeAddress> former) {
        var totals = new TreeMap<NodeAddress, Integer>();
        for (var demand : List.of(FAST, CHEAP)) {
            var card = Scorecard.forRoutes(demand.deployment().objective(), planning.measures(), Worlds.SITES);
            for (var holder : planning.cards().of(demand)) {
                if (!holder.node().site().value().equals("eu-west")) {
                    var total = card.total(demand, planning.scope(demand), holder.node());
                    totals.merge(holder.node().address(), total, Math::max);
                }
            }
        }
        var settings = PlacementSettings.defaults();
        return new RouteOrder(settings.margin(), settings.routeLength() + 1)
                .order(totals, former).stream().limit(settings.routeLength()).toList();
    }
}
