package dev.tieline.cloud.dispatch;

import static dev.tieline.cloud.Nodes.BERLIN;
import static dev.tieline.cloud.Nodes.FRANKFURT;
import static dev.tieline.cloud.Nodes.LYON;
import static dev.tieline.cloud.Nodes.NOON;
import static dev.tieline.cloud.Nodes.VIRGINIA;
import static dev.tieline.cloud.dispatch.Worlds.MINILM;
import static dev.tieline.cloud.dispatch.Worlds.cold;
import static dev.tieline.cloud.dispatch.Worlds.warm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Samples;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.cloud.placement.Choice;
import dev.tieline.cloud.placement.ChoiceState;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.placement.Rejection;
import dev.tieline.cloud.placement.Want;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.Load;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.Mismatch;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.SiteFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchPlannerTest {
    private static final DataLabel PERSONAL = DataLabel.of(DataClass.PERSONAL);
    private static final DataLabel HEALTH = DataLabel.of(DataClass.SPECIAL, "health");
    private static final Misfit NEVER_LEAVES = new Misfit(
            "health-never-leaves",
            new Misfit.At(1, Hop.relay(Hop.Sees.CLEAR, SiteFacts.unknown("broker-fra"))),
            "hops.any.sees",
            "clear",
            "cipher");

    @Test
    void shouldForwardToTheWarmNodesThatPolicyAllows() {
        var world = Worlds.with(warm(LYON), warm(VIRGINIA), warm(FRANKFURT), cold(BERLIN));

        var decision = decide(body(PERSONAL), world);

        assertThat(decision).isEqualTo(new DispatchDecision.Forward(List.of(FRANKFURT, LYON)));
    }

    @Test
    void shouldForwardToTheLeastBusyFirst() {
        var world = Worlds.with(queueing(FRANKFURT, 5), queueing(LYON, 2), queueing(VIRGINIA, 3));

        var decision = decide(body(DataLabel.PUBLIC), world);

        assertThat(decision).isEqualTo(new DispatchDecision.Forward(List.of(LYON, VIRGINIA, FRANKFURT)));
    }

    @Test
    void shouldNeverForwardToTheAskerNorToANodeThatIsNotFresh() {
        var silent = warm(LYON);
        var world = Worlds.with(
                warm(BERLIN),
                new NodeView(LYON, silent.profile(), 1, Freshness.STALE, silent.telemetry(), silent.reported()));

        var decision = decide(body(DataLabel.PUBLIC), world);

        assertThat(decision).isInstanceOf(DispatchDecision.Place.class);
    }

    @Test
    void shouldTellAnEnquirerThatTheRouteFollows() {
        var decision = decide(enquiry(PERSONAL), Worlds.with(warm(LYON), warm(VIRGINIA)));

        assertThat(error(decision)).isInstanceOf(InferenceError.Warming.class);
        assertThat(error(decision).message()).contains(LYON.toString()).doesNotContain("us-east");
    }

    @Test
    void shouldHaveANodeFoundWhereNoWarmOneIsAllowed() {
        var decision = decide(enquiry(PERSONAL), Worlds.with(warm(VIRGINIA), cold(LYON)));

        assertThat(decision)
                .isEqualTo(new DispatchDecision.Place("embeddings", new Want(BERLIN.site(), PERSONAL, null)));
    }

    @Test
    void shouldCountTheControllerAsAHop() {
        // Its site lies where personal data must not be processed nor relayed.
        var abroad = SiteBook.read(
                "abroad",
                SiteBook.read(Samples.SITES)
                        .toJson()
                        .replace("\"controller\":\"controller-fra\"", "\"controller\":\"us-east\""));

        var decision = decide(body(PERSONAL), Worlds.with(Worlds.deployment(2), abroad, warm(LYON)));

        assertThat(decision).isInstanceOf(DispatchDecision.Place.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unheard-of", "simple"})
    void shouldKnowNoModelWithoutADeployment(String model) {
        var request = new DispatchRequest(BERLIN, headers(model, null, DataLabel.PUBLIC), false);

        assertThat(error(decide(request, Worlds.with(warm(LYON))))).isEqualTo(new InferenceError.UnknownModel(model));
    }

    @Test
    void shouldKnowNoOtherVersionThanTheDeployedOne() {
        var request = new DispatchRequest(BERLIN, headers("minilm", "2", DataLabel.PUBLIC), false);

        assertThat(error(decide(request, Worlds.with(warm(LYON))))).isInstanceOf(InferenceError.UnknownModel.class);
    }

    @Test
    void shouldNotServeAPausedDeployment() {
        var world = Worlds.with(Worlds.deployment(0), SiteBook.read(Samples.SITES), warm(LYON));

        assertThat(error(decide(body(DataLabel.PUBLIC), world))).isInstanceOf(InferenceError.UnknownModel.class);
    }

    @Test
    void shouldRefuseDataThatTheDeploymentDoesNotServe() {
        var tagged = DataLabel.of(DataClass.PERSONAL, "export-controlled");

        assertThat(error(decide(body(tagged), Worlds.with(warm(LYON)))))
                .isInstanceOf(InferenceError.PolicyDenied.class)
                .extracting(InferenceError::message)
                .asString()
                .contains("embeddings", "special [health]", "personal [export-controlled]");
        assertThat(error(decide(body(DataLabel.of(DataClass.UNKNOWN)), Worlds.with(warm(LYON)))))
                .isInstanceOf(InferenceError.PolicyDenied.class);
    }

    @Test
    void shouldNotServeCallersOfOtherSitesThanTheDeploymentsOrigins() {
        var lyonOnly = Worlds.deployment("lyon-only", DataLabel.PUBLIC, LYON.site());

        var error = error(decide(body(DataLabel.PUBLIC), Worlds.with(List.of(lyonOnly), warm(LYON))));

        assertThat(error).isInstanceOf(InferenceError.PolicyDenied.class);
        assertThat(error.message()).contains("clinic-berlin", "lyon-only serves up to public from [eu-west]");
    }

    @Test
    void shouldFindTheDeploymentThatServesTheCallAmongSeveralOfAModel() {
        var world = Worlds.with(
                List.of(
                        Worlds.deployment("a-public", DataLabel.PUBLIC),
                        Worlds.deployment("b-elsewhere", PERSONAL, VIRGINIA.site()),
                        Worlds.deployment("c-personal", PERSONAL)),
                cold(LYON));

        assertThat(decide(enquiry(PERSONAL), world))
                .isEqualTo(new DispatchDecision.Place("c-personal", new Want(BERLIN.site(), PERSONAL, null)));
    }

    @Test
    void shouldMakeOneWantOfPurposesThatPolicyDoesNotDeclare() {
        var headers = new WorkHeaders(
                "r1",
                ModelName.of("minilm"),
                null,
                Duration.ofSeconds(5),
                PERSONAL,
                "invented",
                null,
                null,
                null,
                null);
        var declared = new WorkHeaders(
                "r1",
                ModelName.of("minilm"),
                null,
                Duration.ofSeconds(5),
                PERSONAL,
                "diagnostics",
                null,
                null,
                null,
                null);

        assertThat(decide(new DispatchRequest(BERLIN, headers, true), Worlds.with(cold(LYON))))
                .isEqualTo(new DispatchDecision.Place("embeddings", new Want(BERLIN.site(), PERSONAL, null)));
        assertThat(decide(new DispatchRequest(BERLIN, declared, true), Worlds.with(cold(LYON))))
                .isEqualTo(new DispatchDecision.Place("embeddings", new Want(BERLIN.site(), PERSONAL, "diagnostics")));
    }

    @Test
    void shouldNotForwardToANodeThatHearsNoWork() {
        var node = warm(LYON);
        var telemetry = Telemetry.of(NOON, 1, new Load(2, 0, 0, 16, 0, null), Map.of(), Duration.ofMillis(1), false);
        var deaf = new NodeView(LYON, node.profile(), 1, Freshness.FRESH, telemetry, node.reported());

        assertThat(decide(body(DataLabel.PUBLIC), Worlds.with(deaf))).isInstanceOf(DispatchDecision.Place.class);
    }

    @Test
    void shouldSayThatAModelIsBeingLoaded() {
        var placed = new PlacementDecision.Placed(
                "embeddings", MINILM, List.of(new Choice(LYON, 80, new TreeMap<>(), ChoiceState.NEW)), List.of());

        assertThat(after(placed))
                .isInstanceOf(InferenceError.Warming.class)
                .extracting(InferenceError::message)
                .asString()
                .contains("minilm@1", "eu-west/lyon-1");
    }

    @Test
    void shouldNotCallLoadingWhatANodeHoldsAlready() {
        var placed = new PlacementDecision.Placed(
                "embeddings",
                MINILM,
                List.of(
                        new Choice(BERLIN, 80, new TreeMap<>(), ChoiceState.NEW),
                        new Choice(LYON, 70, new TreeMap<>(), ChoiceState.KEPT)),
                List.of());

        assertThat(after(placed, warm(BERLIN), warm(LYON))).isInstanceOf(InferenceError.Overloaded.class);
        assertThat(after(placed, warm(BERLIN), cold(LYON)).message())
                .contains("lyon-1")
                .doesNotContain("gw-1");
        assertThat(after(placed, cold(BERLIN), warm(LYON)).message())
                .contains("gw-1")
                .doesNotContain("lyon-1");
    }

    @Test
    void shouldNameTheRuleWhereOnlyPolicyStandsAgainstIt() {
        var unplaceable = new PlacementDecision.Unplaceable(
                "embeddings",
                MINILM,
                "no candidate",
                List.of(
                        new Rejection(LYON, "sovereignty", "denied", NEVER_LEAVES),
                        new Rejection(VIRGINIA, "sovereignty", "denied too", NEVER_LEAVES)));

        assertThat(after(unplaceable))
                .isEqualTo(new InferenceError.PolicyDenied(
                        "No node can serve minilm@1: eu-west/lyon-1: denied; us-east/va-1: denied too",
                        "health-never-leaves",
                        new Mismatch(new Mismatch.Hop(1, "relay", "broker-fra"), "clear", "cipher")));
    }

    @Test
    void shouldAskForALaterTryWhereRoomIsMissing() {
        var unplaceable = new PlacementDecision.Unplaceable(
                "embeddings",
                MINILM,
                "no candidate",
                List.of(
                        new Rejection(LYON, "memory", "too small", null),
                        new Rejection(VIRGINIA, "sovereignty", "denied", NEVER_LEAVES)));

        assertThat(after(unplaceable)).isInstanceOf(InferenceError.Overloaded.class);
    }

    @Test
    void shouldHaveAnAnswerForADeploymentThatHasJustGone() {
        var place = new DispatchDecision.Place("embeddings", new Want(BERLIN.site(), HEALTH, null));

        assertThat(DispatchPlanner.afterPlacement(place, PlacementPlan.empty(), Worlds.with())
                        .message())
                .contains("embeddings");
    }

    private static DispatchDecision decide(DispatchRequest request, DispatchWorld world) {
        return DispatchPlanner.decide(request, world);
    }

    private static InferenceError error(DispatchDecision decision) {
        assertThat(decision).isInstanceOf(DispatchDecision.Answer.class);
        return ((DispatchDecision.Answer) decision).error();
    }

    private static InferenceError after(PlacementDecision decision, NodeView... fleet) {
        var place = new DispatchDecision.Place("embeddings", new Want(BERLIN.site(), PERSONAL, null));
        return DispatchPlanner.afterPlacement(
                place,
                new PlacementPlan(new TreeMap<>(Map.of("embeddings", decision)), new TreeMap<>()),
                Worlds.with(fleet));
    }

    private static DispatchRequest body(DataLabel label) {
        return new DispatchRequest(BERLIN, headers("minilm", null, label), false);
    }

    private static DispatchRequest enquiry(DataLabel label) {
        return new DispatchRequest(BERLIN, headers("minilm", null, label), true);
    }

    private static WorkHeaders headers(String model, @Nullable String version, DataLabel label) {
        return new WorkHeaders(
                "r1", ModelName.of(model), version, Duration.ofSeconds(5), label, null, null, null, null, null);
    }

    private static NodeView queueing(NodeAddress address, int queued) {
        var node = warm(address);
        return new NodeView(
                address,
                node.profile(),
                1,
                Freshness.FRESH,
                Telemetry.of(NOON, 1, new Load(2, 2, queued, 16, 0, null), Map.of(), Duration.ofMillis(1), true),
                node.reported());
    }
}
