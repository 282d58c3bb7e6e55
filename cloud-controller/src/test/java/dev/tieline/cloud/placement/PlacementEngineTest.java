package dev.tieline.cloud.placement;

import static dev.tieline.cloud.placement.Demands.demand;
import static dev.tieline.cloud.placement.Nodes.node;
import static dev.tieline.cloud.placement.Worlds.BERLIN;
import static dev.tieline.cloud.placement.Worlds.FRANKFURT;
import static dev.tieline.cloud.placement.Worlds.LYON;
import static dev.tieline.cloud.placement.Worlds.VIRGINIA;
import static dev.tieline.cloud.placement.Worlds.world;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.cloud.catalog.Objective;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.Profiles;
import dev.tieline.cloud.placement.PlacementDecision.Idle;
import dev.tieline.cloud.placement.PlacementDecision.Placed;
import dev.tieline.cloud.placement.PlacementDecision.Unplaceable;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacementEngineTest {
    private static final SiteId CLINIC = SiteId.of("clinic-berlin");
    private static final DataLabel PERSONAL = DataLabel.of(DataClass.PERSONAL);
    private static final String DIAGNOSTICS_ALONE = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: b, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
            purposes: [diagnostics]
            defaults: {public: deny, internal: deny, personal: deny, special: deny}
            rules:
              - {id: models, effect: permit, for: {class: [public], action: [deploy-model]},
                 hops: {process: {country: [DE, FR]}}}
              - {id: diagnostics, effect: permit, for: {class: [personal], purpose: [diagnostics]},
                 hops: {process: {country: [DE, FR]}, relay: {country: [DE, FR]}}}
            """;
    private static final ModelStatus PENDING = new ModelStatus.Pending();
    private static final ModelStatus FAILED = new ModelStatus.Failed("out of memory");

    @Test
    void shouldPlaceTheClinicsPersonalDataInsideTheUnion() {
        var demand = demand().origins("clinic-berlin").objective(Objective.COST).make();
        var gateway = node("clinic-berlin/gw-1").profile(Profiles.of("small", 2, 4, 50, "cpu"));

        var plan = regions().nodes(gateway).demands(demand).plan();

        assertThat(choices(plan)).containsExactly("eu-west/lyon-1 NEW");
        assertThat(rejected(plan)).containsExactly("clinic-berlin/gw-1 memory", "us-east/va-1 sovereignty");
        assertThat(plan.placedOn())
                .hasEntrySatisfying(LYON, names -> assertThat(names).containsExactly("embeddings"));
    }

    @Test
    void shouldPlaceHealthDataWithTheClinicAlone() {
        var demand = demand().label(DataLabel.of(DataClass.SPECIAL, "health"))
                .origins("clinic-berlin")
                .replicas(1, 3)
                .make();

        var plan = demo().demands(demand).plan();

        assertThat(choices(plan)).containsExactly("clinic-berlin/gw-1 NEW");
    }

    @Test
    void shouldPreferASiteThatManyMayUse() {
        var demand = demand().make();

        var plan = regions().demands(demand).plan();

        // Virginia is cheaper, and would serve nobody but itself.
        assertThat(choices(plan)).containsExactly("eu-west/lyon-1 NEW");
    }

    @Test
    void shouldWeighByTheObjective() {
        var fast = demand().name("fast")
                .model("fast@1")
                .origins("clinic-berlin")
                .objective(Objective.LATENCY)
                .make();
        var cheap = demand().name("cheap")
                .model("cheap@1")
                .origins("clinic-berlin")
                .objective(Objective.COST)
                .make();
        var world = world().nodes(
                        node("eu-central/fra-1")
                                .takes(fast, Duration.ofMillis(2))
                                .takes(cheap, Duration.ofMillis(2)),
                        node("eu-west/lyon-1")
                                .takes(fast, Duration.ofMillis(900))
                                .takes(cheap, Duration.ofMillis(900)));

        var plan = world.demands(fast, cheap).plan();

        assertThat(plan.placedOn().get(FRANKFURT)).containsExactly("fast");
        assertThat(plan.placedOn().get(LYON)).containsExactly("cheap");
    }

    @Test
    void shouldSayWhatATotalIsMadeOf() {
        var plan = demo().demands(demand().make()).plan();

        var choice = decision(plan).chosen().getFirst();
        assertThat(choice.scores()).containsOnlyKeys("cost", "latency", "load", "reach");
        assertThat(choice.total()).isBetween(1, 100);
    }

    @Test
    void shouldPlaceAsManyAsTheMinimumSays() {
        var plan = demo().demands(demand().replicas(3, 4).make()).plan();

        assertThat(decision(plan).chosen()).hasSize(3).extracting(Choice::node).doesNotHaveDuplicates();
    }

    @Test
    void shouldPlaceFewerWhereThereAreNotEnough() {
        var plan = demo().demands(
                        demand().origins("clinic-berlin").replicas(4, 4).make())
                .plan();

        assertThat(decision(plan).chosen()).extracting(Choice::node).containsExactlyInAnyOrder(BERLIN, FRANKFURT, LYON);
        assertThat(rejected(plan)).containsExactly("us-east/va-1 sovereignty");
    }

    @Test
    void shouldSayWhyNothingCanBePlaced() {
        var plan = demo().demands(
                        demand().origins("clinic-berlin").memory(2_000).make())
                .plan();

        assertThat(decision(plan)).isInstanceOfSatisfying(Unplaceable.class, it -> {
            assertThat(it.reason()).isEqualTo("none of 4 nodes can take it: memory 3, sovereignty 1");
            assertThat(it.rejected()).hasSize(4);
        });
    }

    @Test
    void shouldSayThatNoNodeIsKnown() {
        var plan = world().demands(demand().make()).plan();

        assertThat(decision(plan))
                .isInstanceOfSatisfying(
                        Unplaceable.class, it -> assertThat(it.reason()).isEqualTo("no node is known"));
    }

    @Test
    void shouldBreakTiesByAddress() {
        var plan = world().nodes(node("eu-west/b"), node("eu-west/a"), node("eu-west/c"))
                .demands(demand().make())
                .plan();

        assertThat(choices(plan)).containsExactly("eu-west/a NEW");
    }

    @Test
    void shouldRefuseTwoDemandsOfOneDeployment() {
        assertThatThrownBy(() -> world().demands(
                                demand().make(), demand().model("vad@1").make())
                        .make())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("embeddings stands twice");
    }

    @Test
    void shouldBeIdleWithoutACall() {
        var plan = demo().demands(demand().replicas(0, 2).make()).plan();

        assertThat(decision(plan)).isInstanceOf(Idle.class);
        assertThat(plan.placedOn()).isEmpty();
    }

    @Test
    void shouldBeIdleWhilePausedWhateverCallsCome() {
        var want = new Want(CLINIC, PERSONAL, null);

        var plan = demo().demands(demand().replicas(0, 0).wants(want).make()).plan();

        assertThat(decision(plan))
                .isInstanceOfSatisfying(
                        Idle.class, it -> assertThat(it.reason()).contains("paused"));
    }

    @Test
    void shouldPlaceForACallWhereItsOwnDataMayGo() {
        var want = new Want(CLINIC, DataLabel.of(DataClass.SPECIAL), null);
        var demand = demand().label(DataLabel.of(DataClass.SPECIAL))
                .replicas(0, 3)
                .wants(want)
                .make();

        var plan = regions().demands(demand).plan();

        assertThat(choices(plan)).containsExactly("eu-central/fra-1 NEW");
        assertThat(rejected(plan)).containsExactly("eu-west/lyon-1 sovereignty", "us-east/va-1 sovereignty");
    }

    @Test
    void shouldServeASecondCallByTheSameNodeIfThatMayBe() {
        var demand = demand().label(DataLabel.of(DataClass.SPECIAL))
                .replicas(0, 3)
                .wants(
                        new Want(CLINIC, DataLabel.of(DataClass.SPECIAL), null),
                        new Want(CLINIC, PERSONAL, null),
                        new Want(SiteId.of("eu-west"), DataLabel.of(DataClass.SPECIAL), null))
                .make();

        var plan = regions().demands(demand).plan();

        // Lyon's special data may not leave France, so it gets a node of its own.
        assertThat(decision(plan).chosen()).extracting(Choice::node).containsExactlyInAnyOrder(FRANKFURT, LYON);
    }

    @Test
    void shouldNotPlaceMoreForCallsThanTheMaximum() {
        var demand = demand().label(DataLabel.of(DataClass.SPECIAL))
                .replicas(0, 1)
                .wants(
                        new Want(CLINIC, DataLabel.of(DataClass.SPECIAL), null),
                        new Want(SiteId.of("eu-west"), DataLabel.of(DataClass.SPECIAL), null))
                .make();

        assertThat(decision(regions().demands(demand).plan()).chosen()).hasSize(1);
    }

    @Test
    void shouldNotPlaceForCallsBeyondWhatTheDeploymentIsFor() {
        var demand = demand().replicas(0, 1)
                .origins("clinic-berlin")
                .wants(
                        new Want(CLINIC, DataLabel.of(DataClass.SPECIAL), null),
                        new Want(SiteId.of("eu-west"), DataLabel.PUBLIC, null))
                .make();

        assertThat(decision(demo().demands(demand).plan()))
                .isInstanceOfSatisfying(
                        Unplaceable.class, it -> assertThat(it.reason()).contains("label personal"));
    }

    @Test
    void shouldGiveEachByteOfMemoryOnce() {
        var first =
                demand().name("a").model("a@1").memory(600).origins("eu-west").make();
        var second =
                demand().name("b").model("b@1").memory(600).origins("eu-west").make();

        var plan = world().nodes(node("eu-west/lyon-1")).demands(first, second).plan();

        assertThat(plan.decision("a")).containsInstanceOf(Placed.class);
        assertThat(plan.decision("b").orElseThrow().rejected())
                .extracting(Rejection::filter)
                .containsExactly("memory");
    }

    @Test
    void shouldCountOneModelOfTwoDeploymentsOnce() {
        var first = demand().name("a").memory(600).make();
        var second = demand().name("b").memory(600).make();

        var plan = world().nodes(node("eu-west/lyon-1")).demands(first, second).plan();

        assertThat(plan.placedOn().get(LYON)).containsExactly("a", "b");
    }

    @Test
    void shouldNeverPlaceTwoVersionsOfAModelOnANode() {
        var first = demand().name("a").model("minilm@1").make();
        var second = demand().name("b").model("minilm@2").make();

        var plan = world().nodes(node("eu-west/lyon-1")).demands(first, second).plan();

        assertThat(plan.decision("b").orElseThrow().rejected())
                .extracting(Rejection::filter)
                .containsExactly("version");
    }

    @Test
    void shouldNotLetAnEarlierNameTakeTheRoomOfAHolder() {
        var holder = demand().name("z").model("z@1").memory(600).make();
        var newcomer = demand().name("a").model("a@1").memory(600).make();
        var before = world().nodes(node("eu-west/lyon-1")).demands(holder).plan();

        var plan = world().nodes(node("eu-west/lyon-1").ready(holder))
                .demands(holder, newcomer)
                .after(before)
                .plan();

        assertThat(plan.placedOn().get(LYON)).containsExactly("z");
    }

    @Test
    void shouldStayWhereItIsForLittle() {
        var demand =
                demand().origins("clinic-berlin").objective(Objective.LATENCY).make();
        var before = world().nodes(node("eu-west/lyon-1").takes(demand, Duration.ofMillis(40)))
                .demands(demand)
                .plan();

        var plan = world().nodes(
                        node("eu-west/lyon-1")
                                .takes(demand, Duration.ofMillis(40))
                                .ready(demand),
                        node("eu-west/lyon-0").takes(demand, Duration.ofMillis(25)))
                .demands(demand)
                .after(before)
                .plan();

        assertThat(choices(plan)).containsExactly("eu-west/lyon-1 KEPT");
    }

    @Test
    void shouldNotFlapUnderNoise() {
        var random = new Random(7);
        var demand = demand().origins("clinic-berlin")
                .objective(Objective.LATENCY)
                .replicas(2, 2)
                .make();
        var plan = PlacementPlan.empty();
        var routes = new ArrayList<List<NodeAddress>>();
        var placements = new ArrayList<List<NodeAddress>>();
        for (var run = 0; run < 200; run++) {
            var world = world().demands(demand)
                    .after(plan)
                    .nodes(node("clinic-berlin/gw-1").profile(tiny()));
            for (var i = 0; i < 6; i++) {
                world.nodes(node("eu-central/fra-" + i)
                        .takes(demand, noisy(random, 20_000))
                        .roundTrip(noisy(random, 3_000))
                        .load(random.nextInt(2), 0)
                        .ready(demand));
            }
            plan = world.plan();
            routes.add(plan.route(BERLIN, demand.model().name()));
            placements.add(
                    decision(plan).chosen().stream().map(Choice::node).sorted().toList());
        }

        assertThat(placements.stream().distinct()).hasSize(1);
        assertThat(routes.stream().distinct()).hasSize(1);
    }

    @Test
    void shouldMoveForMuchAndBreakNothingMeanwhile() {
        var demand =
                demand().origins("clinic-berlin").objective(Objective.LATENCY).make();
        var slow = node("eu-west/lyon-1").takes(demand, Duration.ofMillis(900)).ready(demand);
        var fast = node("eu-central/fra-1").takes(demand, Duration.ofMillis(2));
        var asking = node("clinic-berlin/gw-1").profile(tiny());
        var before = world().nodes(slow, asking).demands(demand).plan();

        var moving =
                world().nodes(slow, fast, asking).demands(demand).after(before).plan();
        var waiting = world().nodes(slow, fast.reports(demand, false, PENDING), asking)
                .demands(demand)
                .after(moving)
                .plan();
        var moved = world().nodes(slow, fast.ready(demand), asking)
                .demands(demand)
                .after(waiting)
                .plan();
        var settled =
                world().nodes(slow, fast, asking).demands(demand).after(moved).plan();

        assertThat(choices(moving)).containsExactly("eu-central/fra-1 NEW", "eu-west/lyon-1 RETIRING");
        assertThat(moving.route(BERLIN, demand.model().name())).containsExactly(LYON);
        assertThat(choices(waiting)).containsExactly("eu-central/fra-1 KEPT", "eu-west/lyon-1 RETIRING");
        assertThat(waiting.route(BERLIN, demand.model().name())).containsExactly(LYON);
        assertThat(choices(moved)).containsExactly("eu-central/fra-1 KEPT");
        assertThat(moved.route(BERLIN, demand.model().name())).containsExactly(FRANKFURT);
        assertThat(settled.decisions()).isEqualTo(moved.decisions());
    }

    @Test
    void shouldRemoveAtOnceWhatPolicyDenies() {
        var demand = demand().origins("clinic-berlin").make();
        var world = regions();
        var before = world.demands(demand).plan();
        var strict = """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: b, version: 2, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
                defaults: {public: allow, internal: allow, personal: allow, special: deny}
                rules:
                  - {id: not-france, effect: forbid, for: {class: [public]}, hops: {process: {country: [FR]}}}
                """;

        var plan = world().nodes(node("eu-west/lyon-1").ready(demand), node("eu-central/fra-1"))
                .policy(strict)
                .demands(demand)
                .after(before)
                .plan();

        assertThat(choices(before)).containsExactly("eu-west/lyon-1 NEW");
        assertThat(choices(plan)).containsExactly("eu-central/fra-1 NEW");
        assertThat(decision(plan).rejected()).extracting(Rejection::rule).containsExactly("not-france");
        assertThat(plan.routes().values())
                .allSatisfy(routes -> assertThat(routes).isEmpty());
    }

    @Test
    void shouldLeaveEverythingInPlaceWhenNothingIsHeardOfAnybody() {
        var demand = demand().origins("clinic-berlin").make();
        var before = regions().demands(demand).plan();

        var plan = world().nodes(
                        node("eu-west/lyon-1").ready(demand).freshness(Freshness.STALE),
                        node("eu-central/fra-1").freshness(Freshness.STALE))
                .demands(demand)
                .after(before)
                .plan();

        assertThat(choices(plan)).containsExactly("eu-west/lyon-1 RETIRING");
        assertThat(rejected(plan)).containsExactly("eu-central/fra-1 freshness", "eu-west/lyon-1 freshness");
    }

    @Test
    void shouldTakeAHolderBackThatReturnsBeforeItsSuccessorAnswers() {
        var demand = demand().origins("clinic-berlin").make();
        var silent = world().nodes(
                        node("eu-west/lyon-1").ready(demand).freshness(Freshness.STALE), node("eu-central/fra-1"))
                .demands(demand)
                .after(regions().demands(demand).plan())
                .plan();

        var plan = world().nodes(
                        node("eu-west/lyon-1").ready(demand),
                        node("eu-central/fra-1").reports(demand, false, PENDING))
                .demands(demand)
                .after(silent)
                .plan();

        assertThat(choices(silent)).containsExactly("eu-central/fra-1 NEW", "eu-west/lyon-1 RETIRING");
        assertThat(choices(plan)).containsExactly("eu-west/lyon-1 KEPT");
    }

    @Test
    void shouldLeaveModelsWhereTheyRunAfterTheControllerLostItsPlan() {
        var demand = demand().origins("clinic-berlin").objective(Objective.COST).make();

        var plan = world().nodes(node("eu-central/fra-1").ready(demand), node("eu-central/fra-0"))
                .demands(demand)
                .plan();

        assertThat(choices(plan)).containsExactly("eu-central/fra-1 KEPT");
    }

    @Test
    void shouldLeaveModelsWhereTheyRunAfterAPlanThatCouldNotPlaceThem() {
        var demand = demand().origins("clinic-berlin").objective(Objective.COST).make();
        var without = world().policy(new PolicyEvaluator(new BundleState.Absent("none was applied")))
                .nodes(node("eu-central/fra-1").ready(demand), node("eu-central/fra-0"))
                .demands(demand)
                .plan();

        var plan = world().nodes(node("eu-central/fra-1").ready(demand), node("eu-central/fra-0"))
                .demands(demand)
                .after(without)
                .plan();

        assertThat(decision(without)).isInstanceOf(Unplaceable.class);
        assertThat(choices(plan)).containsExactly("eu-central/fra-1 KEPT");
    }

    @Test
    void shouldBreakNothingAfterAPlanThatCouldNotPlaceIt() {
        var demand =
                demand().origins("clinic-berlin").objective(Objective.LATENCY).make();
        var without = world().policy(new PolicyEvaluator(new BundleState.Absent("none was applied")))
                .demands(demand)
                .plan();

        var plan = world().nodes(
                        node("eu-west/lyon-1")
                                .takes(demand, Duration.ofMillis(900))
                                .ready(demand),
                        node("eu-central/fra-1").takes(demand, Duration.ofMillis(2)))
                .demands(demand)
                .after(without)
                .plan();

        assertThat(choices(plan)).containsExactly("eu-central/fra-1 NEW", "eu-west/lyon-1 RETIRING");
    }

    @Test
    void shouldComeBackFromIdlenessToWhereTheModelStillRuns() {
        var idle = demand().origins("clinic-berlin").replicas(0, 1).make();
        var wanted = demand().origins("clinic-berlin")
                .replicas(0, 1)
                .wants(new Want(CLINIC, PERSONAL, null))
                .make();
        var before = world().nodes(node("eu-central/fra-1").ready(idle), node("eu-central/fra-0"))
                .demands(idle)
                .plan();

        var plan = world().nodes(node("eu-central/fra-1").ready(wanted), node("eu-central/fra-0"))
                .demands(wanted)
                .after(before)
                .plan();

        assertThat(decision(before)).isInstanceOf(Idle.class);
        assertThat(choices(plan)).containsExactly("eu-central/fra-1 KEPT");
    }

    @Test
    void shouldGiveTheRoomOfAPausedModelAwayBeforeTheNodeHasUnloadedIt() {
        var paused = demand().name("z").model("z@1").memory(600).replicas(0, 0).make();
        var newcomer = demand().name("a").model("a@1").memory(600).make();
        var before = world().nodes(node("eu-west/lyon-1").ready(paused))
                .demands(paused)
                .plan();

        var plan = world().nodes(node("eu-west/lyon-1").ready(paused))
                .demands(paused, newcomer)
                .after(before)
                .plan();

        assertThat(plan.placedOn().get(LYON)).containsExactly("a");
    }

    @Test
    void shouldGoElsewhereWhenANodeFailsAndNotComeBackAtOnce() {
        var demand = demand().origins("clinic-berlin").objective(Objective.COST).make();
        var before = regions().demands(demand).plan();

        var failing = world().nodes(node("eu-west/lyon-1").reports(demand, false, FAILED), node("eu-central/fra-1"))
                .demands(demand)
                .after(before)
                .plan();
        var relieved = world().nodes(
                        node("eu-west/lyon-1"), node("eu-central/fra-1").freshness(Freshness.LOST))
                .demands(demand)
                .after(failing)
                .plan();
        var forgotten = world().nodes(
                        node("eu-west/lyon-1"), node("eu-central/fra-1").freshness(Freshness.LOST))
                .demands(demand)
                .after(failing)
                .at(Worlds.AT.plus(Duration.ofMinutes(10)))
                .plan();
        var reborn = world().nodes(
                        node("eu-west/lyon-1").birth(2),
                        node("eu-central/fra-1").freshness(Freshness.LOST))
                .demands(demand)
                .after(failing)
                .plan();

        assertThat(choices(failing)).containsExactly("eu-central/fra-1 NEW");
        assertThat(rejected(failing)).containsExactly("eu-west/lyon-1 failure");
        assertThat(rejected(relieved)).contains("eu-west/lyon-1 failure");
        assertThat(choices(forgotten)).contains("eu-west/lyon-1 NEW");
        assertThat(choices(reborn)).contains("eu-west/lyon-1 NEW");
    }

    @Test
    void shouldLetANodeTryAgainWhereThereIsNoOther() {
        var demand = demand().origins("clinic-berlin").make();
        var before = world().nodes(node("eu-west/lyon-1")).demands(demand).plan();

        var failing = world().nodes(node("eu-west/lyon-1").reports(demand, false, FAILED))
                .demands(demand)
                .after(before)
                .plan();
        var recovered = world().nodes(node("eu-west/lyon-1").ready(demand))
                .demands(demand)
                .after(failing)
                .plan();

        assertThat(choices(failing)).containsExactly("eu-west/lyon-1 RETIRING");
        assertThat(rejected(failing)).containsExactly("eu-west/lyon-1 failure");
        assertThat(choices(recovered)).containsExactly("eu-west/lyon-1 KEPT");
        assertThat(recovered.failures()).isEmpty();
    }

    @Test
    void shouldGrowByOneWhileEverybodyIsFull() {
        var demand = demand().origins("clinic-berlin").replicas(1, 3).make();
        var before = world().nodes(node("eu-west/a")).demands(demand).plan();

        var grown = world().nodes(node("eu-west/a").ready(demand).load(4, 9), node("eu-west/b"), node("eu-west/c"))
                .demands(demand)
                .after(before)
                .plan();
        var waiting = world().nodes(
                        node("eu-west/a").ready(demand).load(4, 9),
                        node("eu-west/b").reports(demand, false, PENDING),
                        node("eu-west/c"))
                .demands(demand)
                .after(grown)
                .plan();

        assertThat(nodes(grown)).containsExactlyInAnyOrder("eu-west/a", "eu-west/b");
        assertThat(nodes(waiting)).containsExactlyInAnyOrder("eu-west/a", "eu-west/b");
    }

    @Test
    void shouldNotSendAModelAroundBecauseItsHoldersAreBusy() {
        var demand = demand().origins("clinic-berlin").make();
        var before = world().nodes(node("eu-west/a")).demands(demand).plan();

        var plan = world().nodes(node("eu-west/a").ready(demand).load(4, 9).cpu(1), node("eu-west/b"))
                .demands(demand)
                .after(before)
                .plan();

        assertThat(choices(plan)).containsExactly("eu-west/a KEPT");
    }

    @Test
    void shouldShrinkOnlyWhenTheRestWouldBeHalfIdle() {
        var demand = demand().origins("clinic-berlin").replicas(1, 3).make();
        var full = world().nodes(node("eu-west/a").ready(demand).load(4, 9), node("eu-west/b"))
                .demands(demand);
        var grown = full.after(full.plan()).plan();

        var busy = pair(demand, 2).after(grown).plan();
        var idle = pair(demand, 1).after(grown).plan();

        assertThat(nodes(grown)).containsExactlyInAnyOrder("eu-west/a", "eu-west/b");
        assertThat(nodes(busy)).containsExactlyInAnyOrder("eu-west/a", "eu-west/b");
        assertThat(nodes(idle)).containsExactly("eu-west/a");
    }

    @Test
    void shouldNotGrowBeyondTheMaximum() {
        var demand = demand().origins("clinic-berlin").replicas(1, 2).make();
        var world = world().nodes(
                        node("eu-west/a").ready(demand).load(4, 9),
                        node("eu-west/b").ready(demand).load(4, 9),
                        node("eu-west/c"))
                .demands(demand);

        assertThat(nodes(world.after(world.plan()).plan())).hasSize(2).doesNotContain("eu-west/c");
    }

    @Test
    void shouldRouteEveryNodeToThoseThatAnswer() {
        var demand = demand().replicas(2, 2).make();
        var world = world().nodes(
                        node("clinic-berlin/gw-1").profile(tiny()),
                        node("clinic-berlin/gw-2").profile(tiny()).freshness(Freshness.STALE),
                        node("clinic-berlin/gw-3").profile(tiny()).freshness(Freshness.LOST),
                        node("clinic-berlin/gw-4").profile(tiny()).freshness(Freshness.DRAINING),
                        node("eu-central/fra-1").ready(demand),
                        node("eu-west/lyon-1").ready(demand))
                .demands(demand);

        var plan = world.plan();

        assertThat(plan.routes()).containsOnlyKeys(BERLIN, NodeAddress.of("clinic-berlin/gw-2"), FRANKFURT, LYON);
        assertThat(plan.route(BERLIN, demand.model().name())).containsExactly(LYON, FRANKFURT);
        assertThat(plan.route(FRANKFURT, demand.model().name())).containsExactly(LYON);
        assertThat(plan.routes().get(BERLIN)).isSameAs(plan.routes().get(NodeAddress.of("clinic-berlin/gw-2")));
    }

    @Test
    void shouldRouteToPinnedModelsAndNotToThoseThatAreLeftOver() {
        var demand = demand().objective(Objective.COST).make();
        var world = world().nodes(
                        node("clinic-berlin/gw-1").profile(tiny()),
                        node("eu-west/lyon-0").ready(demand),
                        node("eu-west/lyon-1").reports(demand, true, new ModelStatus.Ready()),
                        node("eu-west/lyon-2").ready(demand))
                .demands(demand);
        var before = world().nodes(node("eu-west/lyon-0")).demands(demand).plan();

        var plan = world.after(before).plan();

        assertThat(plan.route(BERLIN, demand.model().name())).containsExactly(NodeAddress.of("eu-west/lyon-0"), LYON);
    }

    @Test
    void shouldRouteAsFarAsSomeOfTheDataMayGo() {
        var special = demand().label(DataLabel.of(DataClass.SPECIAL)).make();
        var world = world().nodes(
                        node("clinic-berlin/gw-1").profile(tiny()),
                        node("us-east/va-1").ready(special))
                .demands(special);

        // The public part of what the deployment serves may go to Virginia, so the route names it; what may not, the
        // asking node holds back itself.
        assertThat(world.plan().route(BERLIN, special.model().name())).containsExactly(VIRGINIA);
    }

    @Test
    void shouldRouteToWhereItPlacedAModelForTheirPurpose() {
        var want = new Want(CLINIC, PERSONAL, "diagnostics");
        var demand = demand().replicas(0, 1).wants(want).make();
        var world = world().policy(DIAGNOSTICS_ALONE)
                .nodes(
                        node("clinic-berlin/gw-1").profile(tiny()),
                        node("eu-west/lyon-1").ready(demand))
                .demands(demand);

        var plan = world.plan();

        assertThat(choices(plan)).containsExactly("eu-west/lyon-1 KEPT");
        assertThat(plan.route(BERLIN, demand.model().name())).containsExactly(LYON);
    }

    @Test
    void shouldNotRouteForCallsBeyondWhatTheDeploymentIsFor() {
        var want = new Want(CLINIC, DataLabel.of(DataClass.SPECIAL), "diagnostics");
        var demand = demand().wants(want).make();
        var world = world().policy(DIAGNOSTICS_ALONE)
                .nodes(
                        node("clinic-berlin/gw-1").profile(tiny()),
                        node("eu-west/lyon-1").reports(demand, true, new ModelStatus.Ready()))
                .demands(demand);

        assertThat(world.plan().route(BERLIN, demand.model().name())).isEmpty();
    }

    @Test
    void shouldRouteOnlyTheCallersThatADeploymentIsFor() {
        var demand = demand().origins("eu-central").make();
        var plan = world().nodes(
                        node("clinic-berlin/gw-1").profile(tiny()),
                        node("eu-central/fra-1").profile(tiny()),
                        node("eu-west/lyon-1").ready(demand))
                .demands(demand)
                .plan();

        assertThat(plan.route(FRANKFURT, demand.model().name())).containsExactly(LYON);
        assertThat(plan.routes().get(BERLIN)).isEmpty();
    }

    @Test
    void shouldNotRouteToANodeWhoseWorkConnectionIsDown() {
        var demand = demand().make();
        var plan = world().nodes(
                        node("clinic-berlin/gw-1").profile(tiny()),
                        node("eu-west/lyon-1").ready(demand).workLinkDown())
                .demands(demand)
                .plan();

        assertThat(plan.route(BERLIN, demand.model().name())).isEmpty();
    }

    @Test
    void shouldGiveTheSamePlanInWhateverOrderTheInputCame() {
        var demands = new ArrayList<Demand>();
        for (var i = 0; i < 12; i++) {
            demands.add(demand().name("d" + i)
                    .model("m" + i % 7 + "@1")
                    .memory(90 + i)
                    .replicas(i % 3, 3)
                    .make());
        }
        var nodes = new ArrayList<Nodes>();
        for (var site : List.of("clinic-berlin", "eu-central", "eu-west", "us-east")) {
            for (var i = 0; i < 5; i++) {
                nodes.add(node(site + "/n-" + i).ready(demands.get(i)));
            }
        }
        var random = new Random(3);
        var expected = shuffled(nodes, demands, new Random(0)).plan();
        for (var run = 0; run < 20; run++) {
            assertThat(shuffled(nodes, demands, random).plan()).isEqualTo(expected);
        }
    }

    private static Worlds shuffled(List<Nodes> nodes, List<Demand> demands, Random random) {
        Collections.shuffle(nodes, random);
        Collections.shuffle(demands, random);
        return world().nodes(nodes.toArray(Nodes[]::new)).demands(demands.toArray(Demand[]::new));
    }

    private static Worlds pair(Demand demand, int running) {
        return world().nodes(
                        node("eu-west/a").ready(demand).load(running, 0),
                        node("eu-west/b").ready(demand).load(running, 0))
                .demands(demand);
    }

    private static Duration noisy(Random random, long micros) {
        return Duration.ofNanos((long) (micros * 1_000 * (0.95 + 0.1 * random.nextDouble())));
    }

    private static DeviceProfile tiny() {
        return Profiles.of("tiny", 1, 1, 1, "cpu");
    }

    private static Worlds demo() {
        return regions().nodes(node("clinic-berlin/gw-1"));
    }

    private static Worlds regions() {
        return world().nodes(node("eu-central/fra-1"), node("eu-west/lyon-1"), node("us-east/va-1"));
    }

    private static PlacementDecision decision(PlacementPlan plan) {
        return plan.decision("embeddings").orElseThrow();
    }

    private static List<String> choices(PlacementPlan plan) {
        return decision(plan).chosen().stream()
                .map(choice -> choice.node() + " " + choice.state())
                .toList();
    }

    private static List<String> nodes(PlacementPlan plan) {
        return decision(plan).chosen().stream()
                .map(choice -> choice.node().toString())
                .toList();
    }

    private static List<String> rejected(PlacementPlan plan) {
        return decision(plan).rejected().stream()
                .map(rejection -> rejection.node() + " " + rejection.filter())
                .toList();
    }
}
