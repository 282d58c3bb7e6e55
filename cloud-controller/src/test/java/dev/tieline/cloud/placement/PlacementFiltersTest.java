package dev.tieline.cloud.placement;

import static dev.tieline.cloud.placement.Demands.demand;
import static dev.tieline.cloud.placement.Nodes.node;
import static dev.tieline.cloud.placement.Worlds.world;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.cloud.fleet.Profiles;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.models.Digest;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementFiltersTest {
    private static final String WEIGHTS_STAY = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: b, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
            defaults: {public: allow, internal: allow, personal: deny, special: deny}
            rules:
              - {id: weights-stay, effect: forbid, for: {class: [internal], action: [deploy-model]},
                 hops: {process: {country: {not: [DE]}}}}
            """;

    private static final DataLabel SPECIAL = DataLabel.of(DataClass.SPECIAL);
    private static final DataLabel HEALTH = DataLabel.of(DataClass.SPECIAL, "health");

    @Test
    void shouldPassANodeThatNothingSpeaksAgainst() {
        assertThat(rejection(world(), demand(), node("eu-central/fra-1"))).isEmpty();
    }

    @Test
    void shouldPlaceNothingWithoutABundle() {
        var policy = new PolicyEvaluator(new BundleState.Absent("none was applied"));

        var rejection = rejection(world().policy(policy), demand(), node("eu-central/fra-1"));

        assertThat(rejection).hasValueSatisfying(it -> {
            assertThat(it.filter()).isEqualTo("bundle");
            assertThat(it.reason()).isEqualTo("there is no valid policy bundle: none was applied");
        });
    }

    @Test
    void shouldPlaceNothingBeforeTheBundleIsInForce() {
        var early = Instant.parse("2025-12-31T23:59:59Z");

        var rejection = rejection(world().at(early), demand(), node("eu-central/fra-1"));

        assertThat(rejection).hasValueSatisfying(it -> {
            assertThat(it.filter()).isEqualTo("bundle");
            assertThat(it.reason()).contains("acme-eu version 1").contains("not in force before 2026-01-01T00:00:00Z");
        });
    }

    @Test
    void shouldLeaveToAnExpiredBundleWhatItStillAllows() {
        var late = Instant.parse("2030-01-01T00:00:00Z");
        var world = world().at(late).sites(Worlds.SITES);

        var open = rejection(world, demand().label(DataLabel.PUBLIC).origins("clinic-berlin"), node("eu-west/lyon-1"));
        var personal = rejection(world, demand().origins("clinic-berlin"), node("eu-west/lyon-1"));

        assertThat(open).isEmpty();
        assertThat(personal).map(Rejection::filter).contains("sovereignty");
    }

    @ParameterizedTest
    @CsvSource({"STALE, nothing was heard of it for too long", "DRAINING, it drains", "LOST, its connection broke"})
    void shouldPlaceOnlyOnFreshNodes(Freshness freshness, String reason) {
        var rejection = rejection(world(), demand(), node("eu-central/fra-1").freshness(freshness));

        assertThat(rejection).hasValueSatisfying(it -> {
            assertThat(it.filter()).isEqualTo("freshness");
            assertThat(it.reason()).startsWith(reason);
            assertThat(it.rule()).isNull();
        });
    }

    @Test
    void shouldPlaceNothingWhereTheCallersDataMayNotGo() {
        var rejection = rejection(world(), demand().origins("clinic-berlin"), node("us-east/va-1"));

        assertThat(rejection).hasValueSatisfying(it -> {
            assertThat(it.filter()).isEqualTo("sovereignty");
            assertThat(it.reason())
                    .startsWith("personal data may not be sent there from clinic-berlin: DENY")
                    .contains("US-VA");
        });
    }

    @Test
    void shouldNameTheRuleThatDecides() {
        var demand = demand().label(HEALTH).origins("clinic-berlin");

        var rejection = rejection(world(), demand, node("eu-central/fra-1"));

        assertThat(rejection).map(Rejection::rule).contains("health-never-leaves");
    }

    @Test
    void shouldPlaceWhereSomeOfTheOriginsMaySend() {
        var demand = demand().label(SPECIAL).origins("clinic-berlin", "us-east");

        assertThat(rejection(world(), demand, node("eu-central/fra-1"))).isEmpty();
    }

    @Test
    void shouldCountTheOriginsThatMayNotSend() {
        var demand = demand().label(HEALTH).origins("clinic-berlin", "us-east");

        var rejection = rejection(world(), demand, node("eu-central/fra-1"));

        assertThat(rejection).hasValueSatisfying(it -> assertThat(it.reason()).contains("nor from 1 other sites"));
    }

    @Test
    void shouldLetANodeServeTheCallersBesideItWhoseDataNeverLeaves() {
        var demand = demand().label(HEALTH).origins("clinic-berlin");

        assertThat(rejection(world(), demand, node("clinic-berlin/gw-1"))).isEmpty();
    }

    @Test
    void shouldTakeEverySiteThatHasNodesForAnOriginWhereNoneIsNamed() {
        var demand = demand().label(SPECIAL);
        var world = world().nodes(node("clinic-berlin/gw-1"));

        // For itself it may always serve; the other origin is Berlin.
        assertThat(rejection(world, demand, node("eu-central/fra-1"))).isEmpty();
    }

    @Test
    void shouldNotBringAModelWhereItsWeightsMayNotGo() {
        var world = world().policy(WEIGHTS_STAY);
        var demand = demand().label(DataLabel.PUBLIC).weights(DataLabel.of(DataClass.INTERNAL));

        assertThat(rejection(world, demand, node("eu-central/fra-1"))).isEmpty();
        assertThat(rejection(world, demand, node("eu-west/lyon-1"))).hasValueSatisfying(it -> {
            assertThat(it.filter()).isEqualTo("sovereignty");
            assertThat(it.reason())
                    .isEqualTo("the model may not be brought there: DENY: rule weights-stay forbids it at hop 1"
                            + " (process eu-west: country FR, needs DE)");
            assertThat(it.rule()).isEqualTo("weights-stay");
            assertThat(it.cause()).extracting(Misfit::expected).isEqualTo("DE");
        });
    }

    @Test
    void shouldSayFromWhichModelAModelHasWhatItMayReveal() {
        var demand = demand().label(DataLabel.PUBLIC)
                .inherits(DataLabel.of(DataClass.INTERNAL), "is derived from base@1, whose weights are internal");

        var rejection = rejection(world().policy(WEIGHTS_STAY), demand, node("eu-west/lyon-1"));

        assertThat(rejection).hasValueSatisfying(it -> {
            assertThat(it.reason())
                    .endsWith("; minilm@1 is internal, since it is derived from base@1, whose weights are internal");
            assertThat(it.rule()).isEqualTo("weights-stay");
        });
    }

    @Test
    void shouldNotPlaceBesideAnotherPinnedVersion() {
        var rejection = rejection(world(), demand(), node("eu-central/fra-1").pins("minilm@2", 10));

        assertThat(rejection).hasValueSatisfying(it -> {
            assertThat(it.filter()).isEqualTo("version");
            assertThat(it.reason()).contains("pins minilm@2");
        });
    }

    @Test
    void shouldNotPlaceBesideTheSameVersionPinnedWithAnotherCard() {
        var demand = demand().make();
        var node = node("eu-central/fra-1")
                .reports(demand.model(), Digest.ofBytes(new byte[3]), true, new ModelStatus.Ready());

        assertThat(rejection(world(), demand(), node))
                .hasValueSatisfying(it -> assertThat(it.reason()).contains("minilm@1 there with another card"));
    }

    @Test
    void shouldPlaceWhereTheVeryModelIsPinnedHoweverFullTheNodeIs() {
        var node = node("eu-central/fra-1")
                .reports(demand().make(), true, new ModelStatus.Ready())
                .modelMemory(1_500);

        assertThat(rejection(world(), demand(), node)).isEmpty();
    }

    @Test
    void shouldPlaceUpToTheLastByteOfTheMemory() {
        assertThat(rejection(world(), demand().memory(1_000), node("eu-central/fra-1")))
                .isEmpty();
        assertThat(rejection(world(), demand().memory(1_001), node("eu-central/fra-1")))
                .hasValueSatisfying(it -> {
                    assertThat(it.filter()).isEqualTo("memory");
                    assertThat(it.reason())
                            .isEqualTo(
                                    "minilm@1 needs 1001 bytes, and 1000 of its 1000 bytes for" + " models are free");
                });
    }

    @Test
    void shouldLeaveRoomForWhatIsPinned() {
        var node = node("eu-central/fra-1").pins("vad@1", 950);

        assertThat(rejection(world(), demand(), node)).map(Rejection::filter).contains("memory");
    }

    @Test
    void shouldTakeWhatIsLoadedAndNoLongerWantedForFree() {
        var gone = demand().name("gone").model("gone@1").memory(950).make();
        var node = node("eu-central/fra-1").ready(gone);

        assertThat(rejection(world(), demand(), node)).isEmpty();
    }

    @Test
    void shouldTakeAllThatIsLoadedForTakenUntilTheNodeSaysWhatItIs() {
        var view = node("eu-central/fra-1").modelMemory(950).make();
        var unsaid =
                new NodeView(view.address(), view.profile(), view.birth(), view.freshness(), view.telemetry(), null);

        assertThat(rejection(world(), demand(), unsaid)).map(Rejection::filter).contains("memory");
    }

    @Test
    void shouldPlaceOnlyWhereOneOfTheExecutionProvidersIs() {
        var demand = demand().providers("cuda", "openvino");
        var gpu = Profiles.of("gpu", 4, 10, 1_000, "cuda", "cpu");

        assertThat(rejection(world(), demand, node("eu-central/fra-1").profile(gpu)))
                .isEmpty();
        assertThat(rejection(world(), demand, node("eu-central/fra-1"))).hasValueSatisfying(it -> {
            assertThat(it.filter()).isEqualTo("execution-provider");
            assertThat(it.reason()).contains("[cpu]").contains("[cuda, openvino]");
        });
    }

    @Test
    void shouldNotPlaceAgainWhereTheModelFailed() {
        var node = node("eu-central/fra-1").reports(demand().make(), false, new ModelStatus.Failed("no such operator"));

        assertThat(rejection(world(), demand(), node)).hasValueSatisfying(it -> {
            assertThat(it.filter()).isEqualTo("failure");
            assertThat(it.reason()).isEqualTo("it failed to run minilm@1: no such operator");
        });
    }

    @Test
    void shouldTryAnotherCardWhereOneFailed() {
        var node = node("eu-central/fra-1").reports(demand().make(), false, new ModelStatus.Failed("no such operator"));

        assertThat(rejection(world(), demand().card("repaired"), node)).isEmpty();
    }

    @Test
    void shouldKeepTheFirstReasonOfSeveral() {
        var node = node("us-east/va-1").freshness(Freshness.LOST);

        assertThat(rejection(world(), demand().memory(5_000).origins("clinic-berlin"), node))
                .map(Rejection::filter)
                .contains("freshness");
    }

    private static Optional<Rejection> rejection(Worlds world, Demands demands, Nodes node) {
        return rejection(world, demands, node.make());
    }

    private static Optional<Rejection> rejection(Worlds world, Demands demands, NodeView node) {
        var demand = demands.make();
        var base = world.make();
        var nodes = new ArrayList<>(base.fleet().nodes().values());
        nodes.add(node);
        var input = new PlacementInput(
                base.at(),
                base.tenant(),
                FleetView.of(base.at(), nodes),
                base.sites(),
                base.policy(),
                List.of(demand),
                base.previous());
        var planning = new Planning(input, PlacementSettings.defaults());
        return planning.filters().reject(demand, planning.scope(demand), node);
    }
}
