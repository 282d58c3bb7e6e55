package dev.tieline.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.cloud.Samples;
import dev.tieline.cloud.catalog.ResourceStore;
import dev.tieline.cloud.decisions.DecisionLog;
import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.cloud.ingest.Rejections;
import dev.tieline.cloud.placement.Choice;
import dev.tieline.cloud.placement.ChoiceState;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementDecision.Placed;
import dev.tieline.cloud.placement.PlacementDecision.Unplaceable;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.placement.Rejection;
import dev.tieline.cloud.placement.RouteExplanation;
import dev.tieline.cloud.placement.RouteExplanation.NodeVerdict;
import dev.tieline.cloud.placement.RouteExplanation.Verdict;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.Load;
import dev.tieline.devices.twin.ModelLatency;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetQuestionsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final NodeAddress LYON = NodeAddress.of("eu-west/lyon-1");
    private static final NodeAddress VIRGINIA = NodeAddress.of("us-east/va-1");
    private static final ModelRef MINILM = ModelRef.of("minilm@1");
    private static final Digest CARD = Digest.ofBytes(new byte[] {1});
    private static final Misfit NOT_IN_EEA = new Misfit(
            "personal-in-eea",
            new Misfit.At(2, Hop.process(SiteFacts.unknown("us-east"))),
            "hops.process.country",
            "US-VA",
            "EEA");
    private static final DeviceProfile PROFILE = DeviceProfile.read(Path.of("../devices/profiles/gateway-x86.yaml"));

    @TempDir
    Path home;

    private final Rejections rejections = new Rejections(() -> NOON);
    private ResourceStore resources;
    private DecisionLog log;
    private FleetView fleet = FleetView.of(NOON, List.of());
    private PlacementPlan plan = PlacementPlan.empty();
    private @Nullable RouteExplanation explanation;
    private FleetQuestions questions;

    @BeforeEach
    void open() {
        resources = ResourceStore.open(home);
        log = DecisionLog.open(home.resolve("decisions.jsonl"));
        questions = new FleetQuestions(resources, new World(() -> fleet, () -> plan, this::explain, log, rejections));
    }

    @AfterEach
    void close() {
        log.close();
        resources.close();
    }

    @Test
    void shouldTellWhatCameInAndCouldNotBeUsed() {
        rejections.reject("tl/v1/acme/node/eu-west/lyon-1/birth", "no birth");
        rejections.reject("tl/v1/acme/node/eu-west/lyon-1/birth", "no birth");

        assertThat(text(questions.rejections(question(Map.of()))))
                .isEqualTo("{\"rejections\":[{\"topic\":\"tl/v1/acme/node/eu-west/lyon-1/birth\","
                        + "\"reason\":\"no birth\",\"count\":2,\"first\":\"" + NOON + "\",\"last\":\"" + NOON
                        + "\"}]}");
    }

    @Test
    void shouldTellWhatANodeSaysOfItself() {
        fleet = FleetView.of(NOON, List.of(lyon(), silent()));

        var nodes = json(questions.nodes(question(Map.of()))).list("nodes").maps();

        assertThat(nodes).hasSize(2);
        var lyon = nodes.getFirst();
        assertThat(lyon.string("node")).isEqualTo("eu-west/lyon-1");
        assertThat(lyon.string("state")).isEqualTo("fresh");
        assertThat(lyon.integer("birth")).isEqualTo(3);
        assertThat(lyon.string("policy")).isEqualTo("acme-eu 7");
        assertThat(lyon.integer("slots")).isEqualTo(2);
        assertThat(lyon.integer("running")).isEqualTo(1);
        assertThat(lyon.integer("queue")).isEqualTo(4);
        assertThat(lyon.string("roundTripMs")).isEqualTo("0.4");
        assertThat(lyon.string("lastHeard")).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(lyon.map("runTimes").map("minilm@1").string("p99Ms")).isEqualTo("30.0");
        assertThat(lyon.list("models").maps())
                .extracting(model -> model.string("model") + " " + model.string("status"))
                .containsExactly("minilm@1 ready", "simple@1 failed");
        assertThat(lyon.list("models").maps().getLast().string("reason")).isEqualTo("no memory");
        assertThat(DeviceProfile.read(lyon.map("profile"))).isEqualTo(PROFILE);
    }

    @Test
    void shouldTellOfANodeThatHasOnlyBeenBorn() {
        fleet = FleetView.of(NOON, List.of(silent()));

        var answer = questions.node(question(Map.of("site", "us-east", "node", "va-1")));

        assertThat(text(answer)).startsWith("""
                {"node":"us-east/va-1","state":"lost","birth":1,"observedGeneration":null,"policy":null,"policyProblem":null,"models":[],\
                "lastHeard":null,"slots":null,"running":null,"queue":null,"roundTripMs":null,"profile":{""");
    }

    @Test
    void shouldNameTheNodesThatThereAre() {
        fleet = FleetView.of(NOON, List.of(silent()));

        assertThatThrownBy(() -> questions.node(question(Map.of("site", "us-east", "node", "va-2"))))
                .isInstanceOf(ApiException.class)
                .hasMessage("There is no node us-east/va-2. Known: us-east/va-1");
    }

    @Test
    void shouldTellWhatIsPlacedWhere() {
        plan = plan(placed());

        assertThat(text(questions.placements(question(Map.of())))).isEqualTo("""
                {"placements":[{"deployment":"minilm","model":"minilm@1","outcome":"placed","reason":null,\
                "chosen":[{"node":"eu-west/lyon-1","state":"new","total":87,"scores":{"cost":80,"load":94}}],\
                "rejected":[{"node":"us-east/va-1","filter":"policy","reason":"personal stays in the EEA",\
                "rule":"personal-in-eea","hop":{"number":2,"role":"process","site":"us-east"},"actual":"US-VA",\
                "expected":"EEA"}]}]}""");
        assertThat(text(questions.placement(question(Map.of("name", "minilm")))))
                .startsWith("{\"deployment\":\"minilm\"");
    }

    @Test
    void shouldTellWhyWithWhatWasDeclaredAndWhatWasDecidedBefore() {
        Samples.applyAll(resources);
        log.record(NOON, plan(new Unplaceable("minilm", MINILM, "no node is fresh", List.of())), null);
        plan = plan(placed());
        log.record(NOON.plusSeconds(5), plan, null);

        var why = json(questions.whyPlacement(
                new Question(Map.of(), Map.of("deployment", "minilm"), false, null, new byte[0])));

        assertThat(why.string("outcome")).isEqualTo("placed");
        assertThat(why.map("declared").map("label").string("class")).isEqualTo("personal");
        assertThat(why.list("decisions").maps())
                .extracting(decision -> decision.string("at") + " " + decision.string("outcome"))
                .containsExactly("2026-11-22T12:00:05Z placed", "2026-11-22T12:00:00Z unplaceable");
    }

    @Test
    void shouldTellOfAPlacementWhoseDeploymentHasJustGone() {
        plan = plan(placed());

        var why = questions.whyPlacement(
                new Question(Map.of(), Map.of("deployment", "minilm"), false, null, new byte[0]));

        assertThat(text(why)).contains("\"declared\":null,\"decisions\":[]");
    }

    @Test
    void shouldLimitTheDecisions() {
        log.record(NOON, plan(placed()), null);
        log.record(NOON, plan(), null);

        var few = questions.decisions(new Question(Map.of(), Map.of("limit", "1"), false, null, new byte[0]));

        assertThat(json(few).list("decisions").maps())
                .extracting(decision -> decision.string("outcome"))
                .containsExactly("removed");
    }

    @Test
    void shouldExplainARouteInTheOrderInWhichNodesAreTried() {
        explanation = new RouteExplanation(
                NodeAddress.of("clinic-berlin/gw-1"),
                ModelName.of("minilm"),
                DataLabel.of(DataClass.PERSONAL, "health"),
                "diagnostics",
                List.of(
                        new NodeVerdict(LYON, Verdict.ROUTED, "nearest", "personal-in-eea", null),
                        new NodeVerdict(NodeAddress.of("eu-west/lyon-2"), Verdict.ROUTED, "next", null, null),
                        new NodeVerdict(VIRGINIA, Verdict.DENIED, "not in the EEA", "personal-in-eea", NOT_IN_EEA),
                        new NodeVerdict(NodeAddress.of("a/b"), Verdict.NOT_READY, "it loads", null, null),
                        new NodeVerdict(NodeAddress.of("a/c"), Verdict.NOT_FRESH, "it is lost", null, null),
                        new NodeVerdict(NodeAddress.of("a/d"), Verdict.NOT_ROUTED, "the route is full", null, null)));

        var answer = json(questions.whyRoute(new Question(
                Map.of(),
                Map.of(
                        "from",
                        "clinic-berlin/gw-1",
                        "model",
                        "minilm",
                        "class",
                        "personal",
                        "tags",
                        " health,",
                        "purpose",
                        "diagnostics"),
                false,
                null,
                new byte[0])));

        assertThat(answer.list("nodes").maps())
                .extracting(node -> node.string("verdict"))
                .containsExactly("route", "route", "denied", "not-ready", "unavailable", "unavailable");
        assertThat(answer.list("nodes").maps().get(1).integer("position")).isEqualTo(2);
        var denied = answer.list("nodes").maps().get(2);
        assertThat(denied.string("rule")).isEqualTo("personal-in-eea");
        assertThat(denied.map("hop").string("site")).isEqualTo("us-east");
        assertThat(denied.string("actual") + ", needs " + denied.string("expected"))
                .isEqualTo("US-VA, needs EEA");
        assertThat(answer.map("label").strings("tags")).containsExactly("health");
    }

    private RouteExplanation explain(NodeAddress from, ModelName model, DataLabel label, @Nullable String purpose) {
        var prepared = explanation;
        assertThat(prepared).isNotNull();
        assertThat(from).isEqualTo(prepared.from());
        assertThat(model).isEqualTo(prepared.model());
        assertThat(label).isEqualTo(prepared.label());
        assertThat(purpose).isEqualTo(prepared.purpose());
        return prepared;
    }

    private static NodeView lyon() {
        var load = new Load(2, 1, 4, 16, 96_000_000, 0.5);
        var times = Map.of(MINILM, new ModelLatency(12, Duration.ofMillis(20), Duration.ofMillis(30)));
        return new NodeView(
                LYON,
                PROFILE,
                3,
                Freshness.FRESH,
                Telemetry.of(NOON, 3, load, times, Duration.ofNanos(400_000), true),
                ReportedState.of(
                        3,
                        2,
                        new Holdings(1, new HeldPolicy(1, List.of(new HeldPolicy.Bundle("acme-eu", 7)), null), 9),
                        Map.of(
                                MINILM,
                                new ReportedModel(CARD, false, new ModelStatus.Ready()),
                                ModelRef.of("simple@1"),
                                new ReportedModel(CARD, true, new ModelStatus.Failed("no memory")))));
    }

    private static NodeView silent() {
        return new NodeView(VIRGINIA, PROFILE, 1, Freshness.LOST, null, null);
    }

    private static Placed placed() {
        return new Placed(
                "minilm",
                MINILM,
                List.of(new Choice(LYON, 87, new TreeMap<>(Map.of("load", 94, "cost", 80)), ChoiceState.NEW)),
                List.of(new Rejection(VIRGINIA, "policy", "personal stays in the EEA", NOT_IN_EEA)));
    }

    private static PlacementPlan plan(PlacementDecision... decisions) {
        var byName = new TreeMap<String, PlacementDecision>();
        for (var decision : decisions) {
            byName.put(decision.deployment(), decision);
        }
        return new PlacementPlan(byName, new TreeMap<>());
    }

    private static Question question(Map<String, String> path) {
        return new Question(path, Map.of(), false, null, new byte[0]);
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static YamlMap json(Answer answer) {
        return YamlReader.read("answer", text(answer)).asMap();
    }
}
