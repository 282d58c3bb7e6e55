package dev.tieline.cloud.control;

import static dev.tieline.cloud.Nodes.BERLIN;
import static dev.tieline.cloud.Nodes.LYON;
import static dev.tieline.cloud.Nodes.NOON;
import static dev.tieline.cloud.Nodes.VIRGINIA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Nodes;
import dev.tieline.cloud.Samples;
import dev.tieline.cloud.catalog.Declared;
import dev.tieline.cloud.catalog.DeclaredModel;
import dev.tieline.cloud.catalog.Deployment;
import dev.tieline.cloud.catalog.Objective;
import dev.tieline.cloud.dispatch.DispatchWorld;
import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.cloud.placement.Choice;
import dev.tieline.cloud.placement.ChoiceState;
import dev.tieline.cloud.placement.Demand;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementInput;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.placement.Rejection;
import dev.tieline.cloud.placement.Want;
import dev.tieline.cloud.rollout.NodeLedger;
import dev.tieline.cloud.rollout.Notice;
import dev.tieline.cloud.rollout.NoticeBoard;
import dev.tieline.cloud.rollout.Rollout;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.devices.twin.Routes;
import dev.tieline.devices.wire.Topics;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlLoopTest {
    private static final Topics TOPICS = new Topics(TenantId.of("acme"));
    private static final URI BLOBS = URI.create("http://127.0.0.1:8080/api/v1/blobs/sha256");
    private static final ModelRef MINILM = ModelRef.of("minilm@1");
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration ASLEEP = Duration.ofSeconds(20);
    private static final Want WANT = new Want(BERLIN.site(), DataLabel.PUBLIC, null);

    @TempDir
    private Path folder;

    private Instant now = NOON;
    private final Map<String, String> broker = new LinkedHashMap<>();
    private final List<PlacementDecision> decided = new ArrayList<>();
    private final List<PlacementInput> inputs = new ArrayList<>();
    private FleetView fleet = Nodes.fleet();
    private Declared declared;
    private boolean artefacts = true;
    private Duration runTakes = Duration.ZERO;
    private boolean denied;
    private final Set<SiteId> forbidden = new HashSet<>();
    private List<NodeAddress> holders = List.of();
    private List<NodeAddress> route = List.of();
    private ControlLoop loop;

    @BeforeEach
    void begin() throws IOException {
        declared = declared(PolicySetReader.read(Samples.POLICY));
        loop = loop();
    }

    @Test
    void shouldDecideNothingBeforeItIsConnected() {
        holders = List.of(LYON);
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH));

        loop.run();

        assertThat(inputs).isEmpty();
        assertThat(broker).doesNotContainKey(TOPICS.desired(LYON));
    }

    @Test
    void shouldSayWhyNothingIsDecidedYet() {
        loop.run();

        assertThat(((PlacementDecision.Unplaceable)
                                loop.plan().decision("embeddings").orElseThrow())
                        .reason())
                .contains("not been connected");
    }

    @Test
    void shouldTellNodesWhatWasDecided() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        holders = List.of(LYON);
        route = List.of(LYON);

        loop.connected();
        loop.run();

        assertThat(desired(LYON).models())
                .singleElement()
                .satisfies(model -> assertThat(model.label())
                        .as("public is not worth a word")
                        .isNull());
        assertThat(routes(BERLIN).forModel(MINILM.name())).containsExactly(LYON);
        assertThat(decided).hasSize(1);
        assertThat(loop.plan().decisions()).containsOnlyKeys("embeddings");
    }

    @Test
    void shouldTellNodesWithoutARouteWhatRequestsAreAtLeast() {
        var special = DataLabel.of(DataClass.SPECIAL);
        var manifest = manifest("minilm", "inputLabel: {class: special}");
        declare(manifest);
        fleet = Nodes.fleet(node(BERLIN, Freshness.FRESH));

        loop.connected();
        loop.run();

        assertThat(routes(BERLIN).models()).isEmpty();
        assertThat(routes(BERLIN).label(MINILM.name())).isEqualTo(special);
    }

    @Test
    void shouldTellNodesThatRequestsMayBePublicSinceSilenceDoesNotSaySo() {
        fleet = Nodes.fleet(node(BERLIN, Freshness.FRESH));

        loop.connected();
        loop.run();

        assertThat(routes(BERLIN).models()).isEmpty();
        assertThat(routes(BERLIN).labels()).containsEntry(MINILM.name(), DataLabel.PUBLIC);
    }

    @Test
    void shouldTellWhatWeightsRevealWhereTheCardAloneDoesNot() {
        declare(manifest("minilm", "derivedFrom: [absent@1]"));
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH));
        holders = List.of(LYON);

        loop.connected();
        loop.run();

        assertThat(desired(LYON).models())
                .singleElement()
                .returns(DataLabel.of(DataClass.UNKNOWN), DesiredModel::label);
    }

    @Test
    void shouldLeaveASilentNodeWhatItHas() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH));
        holders = List.of(LYON);
        loop.connected();
        loop.run();

        fleet = Nodes.fleet(node(LYON, Freshness.LOST), node(BERLIN, Freshness.STALE));
        holders = List.of();
        loop.run();

        assertThat(desired(LYON).models()).hasSize(1);
        assertThat(broker).doesNotContainKey(TOPICS.desired(BERLIN));
    }

    @Test
    void shouldTakeFromASilentNodeWhatPolicyNoLongerPermits() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        holders = List.of(LYON, BERLIN);
        loop.connected();
        loop.run();

        fleet = Nodes.fleet(node(LYON, Freshness.LOST), node(BERLIN, Freshness.FRESH));
        forbidden.add(LYON.site());
        loop.run();

        assertThat(desired(LYON).models()).isEmpty();
        assertThat(desired(BERLIN).models()).hasSize(1);
    }

    @Test
    void shouldTakeItFromANodeThatHasNotBeenHeardOfSinceARestart() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH));
        holders = List.of(LYON);
        loop.connected();
        loop.run();
        fleet = Nodes.fleet();
        forbidden.add(LYON.site());

        loop().run();

        assertThat(desired(LYON).models()).isEmpty();
    }

    @Test
    void shouldTakeItFromANodeThatIsHeardOfWhileNothingIsDecided() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        holders = List.of(LYON, BERLIN);
        loop.connected();
        loop.run();
        inputs.clear();
        loop.connected();
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.STALE));
        forbidden.add(LYON.site());

        loop.run();

        assertThat(inputs).isEmpty();
        assertThat(desired(LYON).models()).isEmpty();
        assertThat(desired(BERLIN).models()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "sites", "early", "late"})
    void shouldLeaveEverythingAsItIsWhileNoLawIsInForce(String missing) throws IOException {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH));
        holders = List.of(LYON);
        loop.connected();
        loop.run();
        inputs.clear();
        forbidden.add(LYON.site());

        var policy = declared.policy();
        switch (missing) {
            case "policy" -> declared = with(declared.sites(), null);
            case "sites" -> declared = with(null, policy);
            case "early" -> now = Instant.parse("2025-12-31T00:00:00Z");
            default -> now = Instant.parse("2030-01-01T00:00:00Z");
        }
        loop.run();

        assertThat(inputs).isEmpty();
        assertThat(desired(LYON).models()).hasSize(1);
        assertThat(loop.plan().decision("embeddings")).containsInstanceOf(PlacementDecision.Placed.class);
    }

    @Test
    void shouldTakeItForItsOwnTroubleWhenNobodyIsHeardOf() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        holders = List.of(LYON);
        loop.connected();
        loop.run();
        inputs.clear();

        now = now.plus(Duration.ofHours(2));
        fleet = Nodes.fleet(node(LYON, Freshness.STALE), node(BERLIN, Freshness.LOST));
        loop.run();

        assertThat(inputs).isEmpty();
        assertThat(loop.plan().decision("embeddings")).containsInstanceOf(PlacementDecision.Placed.class);
    }

    @Test
    void shouldKeepWhatRunsThoughItsArtefactsAreLost() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH));
        holders = List.of(LYON);
        loop.connected();
        loop.run();

        artefacts = false;
        loop.run();

        assertThat(inputs.getLast().demands()).hasSize(1);
        assertThat(desired(LYON).models()).hasSize(1);
    }

    @Test
    void shouldNotKeepAWantThatPolicyDeniesEverywhere() {
        denied = true;
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH));
        loop.connected();

        var plan = loop.want("embeddings", WANT);
        assertThat(plan.decision("embeddings")).containsInstanceOf(PlacementDecision.Unplaceable.class);
        loop.run();

        assertThat(demand().wants()).isEmpty();
    }

    @Test
    void shouldForgetWhatWasWantedOfADeploymentThatIsGone() {
        loop.connected();
        var unused = loop.want("embeddings", WANT);
        var before = declared;
        declared = new Declared(declared.sites(), declared.policy(), declared.models(), new TreeMap<>());
        loop.run();

        declared = before;
        loop.run();

        assertThat(demand().wants()).isEmpty();
    }

    @Test
    void shouldWaitForTheFleetOfAnEarlierLife() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        holders = List.of(LYON);
        route = List.of(LYON);
        loop.connected();
        loop.run();
        inputs.clear();

        var again = loop();
        again.connected();
        fleet = Nodes.fleet(node(BERLIN, Freshness.FRESH), node(LYON, Freshness.STALE));
        again.run();
        assertThat(inputs).isEmpty();
        fleet = Nodes.fleet(node(BERLIN, Freshness.FRESH), node(LYON, Freshness.FRESH));
        again.run();

        assertThat(inputs).hasSize(1);
        assertThat(desired(LYON).generation()).isEqualTo(1);
    }

    @Test
    void shouldGoOnFromWhatNodesWereToldInAnEarlierLife() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        holders = List.of(LYON);
        route = List.of(LYON);
        loop.connected();
        loop.run();

        var again = loop();
        again.connected();
        again.run();

        var previous = inputs.getLast().previous();
        assertThat(previous.decision("embeddings").orElseThrow().chosen())
                .containsExactly(new Choice(LYON, 0, new TreeMap<>(), ChoiceState.KEPT));
        assertThat(previous.route(BERLIN, MINILM.name())).containsExactly(LYON);
    }

    @Test
    void shouldNotWaitForeverForANodeThatDoesNotComeBack() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH));
        holders = List.of(LYON);
        loop.connected();
        loop.run();
        inputs.clear();
        var again = loop();
        again.connected();
        fleet = Nodes.fleet(node(VIRGINIA, Freshness.FRESH));
        again.run();
        assertThat(inputs).isEmpty();

        now = now.plus(PATIENCE);
        again.run();

        assertThat(inputs).hasSize(1);
    }

    @Test
    void shouldNotPlaceWhatItCannotGiveToNodes() {
        artefacts = false;
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH));
        loop.connected();

        loop.run();

        assertThat(inputs.getLast().demands()).isEmpty();
        assertThat(((PlacementDecision.Unplaceable) decided.getFirst()).reason())
                .contains("artefact", "minilm@1", "Maybe apply");
    }

    @Test
    void shouldPassOnWhatIsWantedUntilNobodyAsksNorUsesIt() {
        loop.connected();

        var plan = loop.want("embeddings", WANT);
        assertThat(plan).isSameAs(loop.plan());
        assertThat(loop.want("embeddings", WANT)).isSameAs(plan);
        assertThat(inputs).hasSize(1);
        assertThat(demand().wants()).containsExactly(WANT);
        now = now.plus(Duration.ofMinutes(50));
        fleet = Nodes.withRuns(1, MINILM, 3);
        loop.run();
        now = now.plus(Duration.ofMinutes(50));
        loop.run();
        assertThat(demand().wants()).containsExactly(WANT);
        now = now.plus(Duration.ofMinutes(50));
        loop.run();

        assertThat(demand().wants()).isEmpty();
    }

    @Test
    void shouldAnnounceTheSiteBookAndThePolicy() {
        loop.run();

        assertThat(SiteBook.read("broker", hanging(TOPICS.sites())).version()).isEqualTo(1);
        assertThat(PolicyPointers.read("broker", hanging(TOPICS.policy()))).hasToString("acme-eu version 1");
    }

    @Test
    void shouldDecideNothingOnASightOfHalfTheFleetAfterItWasCutOff() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        holders = List.of(LYON);
        route = List.of(LYON);
        loop.connected();
        loop.run();

        loop.connected();
        fleet = Nodes.fleet(node(LYON, Freshness.STALE), node(BERLIN, Freshness.FRESH));
        route = List.of();
        loop.run();
        assertThat(routes(BERLIN).forModel(MINILM.name())).containsExactly(LYON);
        now = now.plus(PATIENCE);
        loop.run();

        assertThat(routes(BERLIN).forModel(MINILM.name())).isEmpty();
    }

    @Test
    void shouldDecideNothingOnASightOfHalfTheFleetAfterItWasStopped() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        holders = List.of(LYON);
        route = List.of(LYON);
        loop.connected();
        loop.run();

        now = now.plus(Duration.ofMinutes(1));
        fleet = Nodes.fleet(node(LYON, Freshness.STALE), node(BERLIN, Freshness.FRESH));
        holders = List.of(BERLIN);
        route = List.of();
        loop.run();

        assertThat(routes(BERLIN).forModel(MINILM.name())).containsExactly(LYON);
        assertThat(desired(LYON).models()).hasSize(1);
        assertThat(inputs).hasSize(1);
    }

    @Test
    void shouldGoOnOnceTheFleetIsHeardOfAfterItWasStopped() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        holders = List.of(LYON);
        loop.connected();
        loop.run();
        now = now.plus(Duration.ofMinutes(1));
        fleet = Nodes.fleet(node(LYON, Freshness.STALE), node(BERLIN, Freshness.FRESH));
        loop.run();
        assertThat(inputs).hasSize(1);

        now = now.plus(Duration.ofSeconds(5));
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        loop.run();

        assertThat(inputs).hasSize(2);
    }

    @Test
    void shouldNotTakeALongRunForASleep() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        holders = List.of(LYON);
        loop.connected();
        runTakes = Duration.ofMinutes(1);
        loop.run();
        fleet = Nodes.fleet(node(LYON, Freshness.LOST), node(BERLIN, Freshness.FRESH));

        loop.run();

        assertThat(inputs).hasSize(2);
    }

    @Test
    void shouldNotWaitForeverAfterItWasStopped() {
        fleet = Nodes.fleet(node(LYON, Freshness.FRESH), node(BERLIN, Freshness.FRESH));
        holders = List.of(LYON);
        loop.connected();
        loop.run();
        now = now.plus(Duration.ofMinutes(1));
        fleet = Nodes.fleet(node(LYON, Freshness.LOST), node(BERLIN, Freshness.FRESH));
        loop.run();
        assertThat(inputs).hasSize(1);

        now = now.plus(PATIENCE);
        loop.run();

        assertThat(inputs).hasSize(2);
    }

    private ControlLoop loop() {
        var board = new NoticeBoard(this::publish, () -> now);
        return new ControlLoop(
                new ControlLoop.Parts(
                        TenantId.of("acme"),
                        () -> declared,
                        () -> fleet,
                        manifest -> artefacts,
                        new Engine(),
                        new Announcements(TOPICS, board, BLOBS, bundle -> 1_000, folder.resolve("policies.json")),
                        new Rollout(TOPICS, NodeLedger.open(folder.resolve("nodes")), board, BLOBS),
                        (at, plan, bundle) -> decided.addAll(plan.decisions().values()),
                        () -> now),
                folder.resolve("wants.json"),
                PATIENCE,
                ASLEEP);
    }

    private CompletableFuture<Void> publish(Notice notice) {
        broker.put(notice.topic(), new String(notice.payload(), StandardCharsets.UTF_8));
        return CompletableFuture.completedFuture(null);
    }

    private final class Engine implements ControlLoop.Engine {
        @Override
        public PlacementPlan place(PlacementInput input) {
            return ControlLoopTest.this.place(input);
        }

        @Override
        public boolean mayHold(DispatchWorld world, DataLabel weights, SiteId site) {
            return !forbidden.contains(site);
        }
    }

    /** Places every demand where the test says, with the routes that it says. */
    private PlacementPlan place(PlacementInput input) {
        inputs.add(input);
        now = now.plus(runTakes);
        var decisions = new TreeMap<String, PlacementDecision>();
        for (var demand : input.demands()) {
            decisions.put(
                    demand.name(),
                    holders.isEmpty()
                            ? new PlacementDecision.Unplaceable(
                                    demand.name(),
                                    demand.model(),
                                    "the test says so",
                                    denied ? List.of(new Rejection(LYON, "sovereignty", "denied", null)) : List.of())
                            : new PlacementDecision.Placed(
                                    demand.name(),
                                    demand.model(),
                                    holders.stream()
                                            .map(node -> new Choice(
                                                    node, 50, new TreeMap<>(Map.of("load", 50)), ChoiceState.KEPT))
                                            .toList(),
                                    List.of()));
        }
        var routes = new TreeMap<NodeAddress, SortedMap<ModelName, List<NodeAddress>>>();
        if (!route.isEmpty()) {
            routes.put(BERLIN, new TreeMap<>(Map.of(MINILM.name(), route)));
        }
        return new PlacementPlan(decisions, routes);
    }

    private Demand demand() {
        return inputs.getLast().demands().getFirst();
    }

    private String hanging(String topic) {
        return broker.getOrDefault(topic, "");
    }

    private DesiredState desired(NodeAddress node) {
        return DesiredState.read("broker", hanging(TOPICS.desired(node)));
    }

    private Routes routes(NodeAddress node) {
        return Routes.read("broker", hanging(TOPICS.routes(node)));
    }

    private static NodeView node(NodeAddress address, Freshness freshness) {
        var node = Nodes.holding(address, Map.of());
        return new NodeView(address, node.profile(), 1, freshness, node.telemetry(), node.reported());
    }

    private Declared with(@Nullable SiteBook sites, @Nullable PolicySet policy) {
        return new Declared(sites, policy, declared.models(), declared.deployments());
    }

    private void declare(ModelManifest manifest) {
        declared = new Declared(
                declared.sites(),
                declared.policy(),
                new TreeMap<>(Map.of(MINILM, new DeclaredModel(manifest, Nodes.card(MINILM)))),
                declared.deployments());
    }

    /** The card of a model, with one more line. */
    private static ModelManifest manifest(String model, String line) {
        try {
            var card = Files.readString(Samples.MODELS.resolve(model + ".yaml"));
            return ModelManifestReader.read(model, card + line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Declared declared(PolicySet policy) {
        var deployment = new Deployment(
                "embeddings",
                MINILM,
                0,
                1,
                DataLabel.PUBLIC,
                null,
                new TreeSet<>(),
                Objective.BALANCED,
                new TreeSet<>(),
                Duration.ofHours(1));
        var manifest = ModelCatalog.read(Samples.MODELS).find("minilm").orElseThrow();
        return new Declared(
                SiteBook.read(Samples.SITES),
                policy,
                new TreeMap<>(Map.of(MINILM, new DeclaredModel(manifest, Nodes.card(MINILM)))),
                new TreeMap<>(Map.of("embeddings", deployment)));
    }
}
