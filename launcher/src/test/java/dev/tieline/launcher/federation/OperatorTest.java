package dev.tieline.launcher.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.NodeAddress;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.control.FakeController;
import dev.tieline.launcher.control.FakeController.Answer;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.models.store.ModelStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTest {
    private static final NodeAddress LYON = NodeAddress.of("eu-west/lyon-1");
    private static final NodeAddress FRANKFURT = NodeAddress.of("eu-central/fra-1");
    private static final NodeAddress VIRGINIA = NodeAddress.of("us-east/va-1");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private FakeController controller;
    private Operator operator;

    @BeforeEach
    void start() throws Exception {
        controller = new FakeController();
        operator = new Operator(URI.create(controller.address()));
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    @Test
    void shouldApplyTheSampleFilesAndUploadTheModels() throws Exception {
        var surroundings = surroundings();
        var store = new ModelStore(surroundings.models());
        store.addGenerated(ModelManifestReader.read(surroundings.catalog().resolve("simple.yaml")));
        controller.applies(asked -> asked.body().contains("minilm@1")
                ? Answer.refused(409, "not this one")
                : Answer.applied("model", "simple@1", "created"));
        var lines = new ArrayList<String>();

        assertThatThrownBy(() -> operator.apply(files(surroundings), surroundings.models(), lines::add))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("the controller did not take all of the files");

        assertThat(lines).contains("model simple@1 created").last().asString().endsWith("1 failed");
        assertThat(controller.blobs()).hasSize(1);
    }

    @Test
    void shouldWaitUntilEveryNodeHasThePolicyAndOneTheModel() throws Exception {
        controller.answers(
                "GET nodes",
                Answer.json("{\"nodes\":[" + node(LYON, "\"acme-eu 1\"", "ready") + ","
                        + node(VIRGINIA, "\"acme-eu 1\"", "fetching") + "]}"));

        operator.awaitPolicyAt(List.of(LYON, VIRGINIA));
        operator.awaitReady("simple@1", 1);

        assertThat(controller.questions()).containsExactly("GET nodes", "GET nodes");
    }

    @Test
    void shouldNotTakeANodeWithoutPolicyForOneThatHasIt() throws Exception {
        controller.answers("GET nodes", Answer.json("{\"nodes\":[" + node(LYON, "null", "ready") + "]}"));
        var waiting = Thread.ofVirtual().start(() -> {
            try {
                operator.awaitPolicyAt(List.of(LYON));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (controller.questions().size() < 2) {
            Thread.onSpinWait();
        }

        controller.answers("GET nodes", Answer.json("{\"nodes\":[" + node(LYON, "\"acme-eu 1\"", "ready") + "]}"));

        waiting.join();
        assertThat(controller.questions()).hasSizeGreaterThan(2);
    }

    @Test
    void shouldTellTheVerdictOnANode() throws Exception {
        controller.answers("GET why/route?class=personal&from=eu-west%2Flyon-1&model=minilm", Answer.json("""
                {"from":"eu-west/lyon-1","model":"minilm","label":{"class":"personal","tags":[]},"nodes":[
                 {"node":"us-east/va-1","verdict":"denied","position":null,"reason":"no","rule":"personal-in-eea"}]}"""));

        var routes = operator.routes(LYON, "minilm", "personal");

        assertThat(routes.verdict(VIRGINIA)).isEqualTo("denied");
        assertThat(routes.verdict(LYON)).isEqualTo("not known");
        assertThat(routes.lines()).contains("-  us-east/va-1  denied: no (rule personal-in-eea)");
    }

    @Test
    void shouldTellTheNodesThatCallsGoTo() throws Exception {
        controller.answers("GET why/route?class=personal&from=eu-west%2Flyon-1&model=minilm", Answer.json("""
                {"from":"eu-west/lyon-1","model":"minilm","label":{"class":"personal","tags":[]},"nodes":[
                 {"node":"eu-central/fra-1","verdict":"route","position":1,"reason":"","rule":"personal-in-eea"},
                 {"node":"eu-south/rom-1","verdict":"not-ready","position":null,"reason":"no","rule":null},
                 {"node":"us-east/va-1","verdict":"denied","position":null,"reason":"no","rule":"personal-in-eea"}]}"""));

        operator.awaitRoutes(LYON, "minilm", "personal", Set.of(FRANKFURT));

        assertThat(operator.routes(LYON, "minilm", "personal").nodes()).containsExactly(FRANKFURT);
    }

    @Test
    void shouldNotCountARetiringNodeAsOneThatADeploymentIsPlacedOn() throws Exception {
        controller.answers("GET why/placement?deployment=minilm", Answer.json("""
                {"deployment":"minilm","model":"minilm@1","outcome":"placed","reason":null,"chosen":[
                 {"node":"eu-west/lyon-1","state":"kept","total":60,"scores":{}},
                 {"node":"eu-central/fra-1","state":"retiring","total":0,"scores":{}}],"rejected":[]}"""));

        assertThat(operator.placed("minilm")).containsExactly(LYON);
    }

    @Test
    void shouldTakeOldNewsOfANodeForNone() throws Exception {
        var heard = Instant.parse("2026-11-23T04:00:00Z");
        controller.answers(
                "GET nodes",
                Answer.json("{\"nodes\":[{\"node\":\"" + LYON + "\",\"state\":\"fresh\",\"lastHeard\":\"" + heard
                        + "\",\"models\":[]}]}"));

        assertThat(operator.heardSince(heard.minusMillis(1), List.of(LYON))).isTrue();
        assertThat(operator.heardSince(heard, List.of(LYON))).isFalse();
        assertThat(operator.heardSince(heard.minusMillis(1), List.of(LYON, VIRGINIA)))
                .isFalse();
    }

    @Test
    void shouldWaitForTheStateOfANode() throws Exception {
        controller.answers(
                "GET nodes",
                Answer.json("{\"nodes\":[{\"node\":\"" + LYON + "\",\"state\":\"stale\","
                        + "\"lastHeard\":null,\"models\":[]}]}"));

        operator.awaitState(List.of(LYON), Set.of("lost", "stale"));

        assertThat(operator.heardSince(Instant.EPOCH, List.of(LYON))).isFalse();
        assertThat(controller.questions()).isNotEmpty();
    }

    private Surroundings surroundings() throws Exception {
        var repository = Path.of("..").toRealPath();
        return new Surroundings(repository, folder.resolve("home"), repository.resolve("models/catalog"));
    }

    private static List<Path> files(Surroundings surroundings) {
        return List.of(
                surroundings.root().resolve("devices/profiles/sites-demo.yaml"),
                surroundings.catalog().resolve("simple.yaml"),
                surroundings.catalog().resolve("minilm.yaml"));
    }

    private static String node(NodeAddress address, String policy, String status) {
        return "{\"node\":\"" + address + "\",\"state\":\"fresh\",\"policy\":" + policy
                + ",\"models\":[{\"model\":\"simple@1\",\"status\":\"" + status + "\"}]}";
    }
}
