package dev.tieline.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.TielineRun;
import dev.tieline.launcher.control.FakeController.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GetCommandTest {
    private static final String LYON = """
            {"node":"eu-west/lyon-1","state":"fresh","birth":3,
             "models":[{"model":"minilm@1","status":"ready","reason":null,"pinned":false},
                       {"model":"simple@1","status":"ready","reason":null,"pinned":true},
                       {"model":"vad@1","status":"failed","reason":"no memory","pinned":false}],
             "slots":2,"running":1,"queue":4,"roundTripMs":0.4123,"policy":"acme-eu 1",
             "lastHeard":"2026-11-01T10:00:00.123456Z","colour":"new here"}""";
    private static final String SILENT = """
            {"node":"us-east/va-1","state":"lost","birth":1,"models":[],"slots":null,"running":null,"queue":null,
             "roundTripMs":null,"policy":null,"lastHeard":null}""";
    private static final String EMBEDDINGS = """
            {"deployment":"embeddings","model":"minilm@1","outcome":"placed","reason":null,
             "chosen":[{"node":"eu-west/lyon-1","total":87,"scores":{"cost":80},"state":"new"},
                       {"node":"eu-central/fra-1","total":60,"scores":{},"state":"retiring"}],
             "rejected":[]}""";
    private static final String DEPLOYMENT = """
            {"name":"embeddings","model":"minilm@1","replicas":{"min":0,"max":2},
             "label":{"class":"special","tags":["health"]},"objective":"latency"}""";

    private FakeController controller;

    @BeforeEach
    void start() throws Exception {
        controller = new FakeController();
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    @Test
    void shouldShowNodesWithWhatIsReadyAndWhatIsTaken() {
        controller.answers("GET nodes", Answer.json("{\"nodes\":[" + LYON + "," + SILENT + "]}"));

        var run = get("nodes");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                NODE            STATE  MODELS              SLOTS  QUEUE  RTT     POLICY     LAST HEARD
                eu-west/lyon-1  fresh  minilm@1, simple@1  1/2    4      0.4 ms  acme-eu 1  2026-11-01T10:00:00Z
                us-east/va-1    lost   -                   -      -      -       -          -
                """);
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldShowOneNodeByItsSiteAndName() {
        controller.answers("GET nodes/eu-west/lyon-1", Answer.json(LYON));

        var run = get("node", "eu-west/lyon-1");

        assertThat(run.out()).contains("NODE  ", "eu-west/lyon-1  fresh");
    }

    @Test
    void shouldShowPlacementsWithTheNodesThatAreLeft() {
        controller.answers("GET placements", Answer.json("{\"placements\":[" + EMBEDDINGS + """
                ,{"deployment":"voices","model":"vad@1","outcome":"unplaceable","reason":"no node has 3 GB",
                  "chosen":[],"rejected":[]}]}"""));

        var run = get("placements");

        assertThat(run.out()).isEqualTo("""
                DEPLOYMENT  MODEL     OUTCOME      NODES                                        REASON
                embeddings  minilm@1  placed       eu-west/lyon-1, eu-central/fra-1 (retiring)  -
                voices      vad@1     unplaceable  -                                            no node has 3 GB
                """);
    }

    @Test
    void shouldShowTheDecisionsOfOneDeployment() {
        var other = EMBEDDINGS.replace("\"embeddings\"", "\"other\"");
        controller.answers(
                "GET decisions", Answer.json("{\"decisions\":[" + decided(EMBEDDINGS) + "," + decided(other) + "]}"));

        var run = get("decisions", "other");

        assertThat(run.out()).isEqualTo("""
                TIME                  DEPLOYMENT  OUTCOME  NODES
                2026-11-01T10:00:00Z  other       placed   eu-west/lyon-1, eu-central/fra-1 (retiring)
                """);
    }

    @Test
    void shouldSayThatNothingIsDecidedForADeployment() {
        controller.answers("GET decisions", Answer.json("{\"decisions\":[]}"));

        var run = get("decisions", "embeddings");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("tieline: there is no decision with the deployment 'embeddings'. Maybe see ./tieline get"
                        + " decisions\n");
    }

    @Test
    void shouldShowDeployments() {
        controller.answers("GET deployments", Answer.json("{\"deployments\":[" + DEPLOYMENT + "]}"));

        var run = get("deployments");

        assertThat(run.out()).isEqualTo("""
                NAME        MODEL     REPLICAS  LABEL             OBJECTIVE
                embeddings  minilm@1  0..2      special [health]  latency
                """);
    }

    @Test
    void shouldShowTheSiteBook() {
        controller.answers("GET sites", Answer.json("""
                {"apiVersion":"tieline.dev/sites/v1","version":1,"sites":[
                  {"id":"clinic-berlin","broker":"eu-central","cost":10,"country":"DE","operator_home":"DE",
                   "tier":"edge"},{"id":"dark","cost":3}]}"""));

        var run = get("sites");

        assertThat(run.out()).isEqualTo("""
                SITE           COUNTRY  OPERATOR HOME  TIER  COST  BROKER
                clinic-berlin  DE       DE             edge  10    eu-central
                dark           -        -              -     3     -
                """);
    }

    @Test
    void shouldShowPoliciesAndModels() {
        controller.answers("GET policies", Answer.json("""
                        {"policies":[{"id":"acme-eu","version":1,"level":"strict","notBefore":"2026-01-01T00:00:00Z",
                         "expires":"2027-01-01T00:00:00Z"}]}""")).answers("GET models", Answer.json("""
                        {"models":[{"model":"minilm@1","licence":"Apache-2.0","memory":96000000,
                         "label":{"class":"public","tags":[]},"description":"Sentences"}]}"""));

        assertThat(get("policies").out()).isEqualTo("""
                POLICY   VERSION  LEVEL   NOT BEFORE            EXPIRES
                acme-eu  1        strict  2026-01-01T00:00:00Z  2027-01-01T00:00:00Z
                """);
        assertThat(get("models").out()).isEqualTo("""
                MODEL     LICENCE     MEMORY  LABEL   DESCRIPTION
                minilm@1  Apache-2.0  96 MB   public  Sentences
                """);
    }

    @Test
    void shouldShowTheControllersJsonAsItIs() {
        var body = "{\"nodes\":[" + SILENT + "]}";
        controller.answers("GET nodes", Answer.json(body));

        assertThat(get("nodes", "-o", "json").out()).isEqualTo(body + "\n");
    }

    @Test
    void shouldShowWhatWasAppliedAsItWasApplied() {
        controller.answers("GET models/minilm@1", Answer.yaml("# mine\nmodel: minilm@1\n"));

        var run = get("models", "minilm@1", "-o", "yaml");

        assertThat(run.out()).isEqualTo("# mine\nmodel: minilm@1\n");
        assertThat(controller.seen().getFirst().headers()).containsEntry("Accept", "application/yaml");
    }

    @Test
    void shouldShowAllThatWasAppliedOfAKindAsDocumentsOfOneStream() {
        var second = DEPLOYMENT.replace("embeddings", "other");
        controller
                .answers("GET deployments", Answer.json("{\"deployments\":[" + DEPLOYMENT + "," + second + "]}"))
                .answers("GET deployments/embeddings", Answer.yaml("name: embeddings\n"))
                .answers("GET deployments/other", Answer.yaml("name: other\n"));

        assertThat(get("deployments", "-o", "yaml").out()).isEqualTo("name: embeddings\n---\nname: other\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nodes -o yaml; nodes are not applied, so there is no yaml of them. Maybe -o json",
                "decisions x -o json; -o json shows all decisions. Maybe leave 'x' out",
                "pods; there is no kind 'pods'. Maybe one of: sites, policies, models, deployments, nodes, placements,"
                        + " decisions",
                "nodes -o xml; Invalid value for option '--output'"
            })
    void shouldRefuseAQuestionThatCannotBeAsked(String words, String sentence) {
        var run = get(words.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(sentence);
        assertThat(controller.seen()).isEmpty();
    }

    @Test
    void shouldSayInTheControllersWordsWhatIsNotThere() {
        controller.answers(
                "GET deployments/none", Answer.refused(404, "There is no deployment 'none'. Maybe apply one"));

        var run = get("deployments", "none");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("tieline: There is no deployment 'none'. Maybe apply one (HTTP 404)\n");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldSayWhichValueOfAnAnswerIsMissing() {
        controller.answers("GET nodes", Answer.json("{\"nodes\":[{\"node\":\"a/b\",\"models\":[]}]}"));

        var run = get("nodes");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("tieline: the answer to GET " + controller.address()
                        + "/api/v1/nodes:1: nodes[0]: needs the key 'state', and it is missing\n");
    }

    @Test
    void shouldNotLetAnAnswerMoveTheCursor() {
        controller.answers(
                "GET placements",
                Answer.json("{\"placements\":[{\"deployment\":\"e\",\"model\":\"m@1\",\"outcome\":\"idle\","
                        + "\"reason\":\"a\\u001b[2Jb\\nc\",\"chosen\":[],\"rejected\":[]}]}"));

        assertThat(get("placements").out()).contains("a [2Jb c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ä/ö", "100%", "x?y#z"})
    void shouldEncodeNames(String name) {
        var unused = get("deployments", name);

        assertThat(controller.questions()).containsExactly("GET deployments/" + ApiAddress.segment(name));
        assertThat(ApiAddress.segment(name)).matches("[!-~&&[^?#/]]+");
    }

    private static String decided(String placement) {
        return "{\"at\":\"2026-11-01T10:00:00Z\"," + placement.substring(1);
    }

    private TielineRun get(String... words) {
        var arguments = new ArrayList<>(List.of("get", "--controller", controller.address()));
        arguments.addAll(List.of(words));
        return TielineRun.of(arguments.toArray(String[]::new));
    }
}
