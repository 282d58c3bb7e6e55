package dev.tieline.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.TielineRun;
import dev.tieline.launcher.control.FakeController.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WhyCommandTest {
    private static final String PLACED = """
            {"deployment":"embeddings","model":"minilm@1","outcome":"placed","reason":null,
             "chosen":[{"node":"eu-west/lyon-1","total":87,"scores":{"latency":90,"load":100,"cost":80},"state":"new"},
                       {"node":"eu-central/fra-1","total":60,"scores":{},"state":"retiring"}],
             "rejected":[{"node":"us-east/va-1","filter":"sovereignty","reason":"the US is outside the EEA",
                          "rule":"personal-in-eea"},
                         {"node":"clinic-berlin/gw-1","filter":"memory","reason":"needs 96 MB, and 10 MB are free",
                          "rule":null}]}""";
    private static final String ROUTE = """
            {"from":"clinic-berlin/gw-1","model":"minilm@1","label":{"class":"personal","tags":["eu"]},
             "nodes":[
              {"node":"us-east/va-1","verdict":"denied","position":null,"reason":"the US is outside the EEA",
               "rule":"personal-in-eea"},
              {"node":"eu-central/fra-1","verdict":"route","position":2,"reason":"","rule":null},
              {"node":"eu-west/lyon-1","verdict":"route","position":1,"reason":"nearest","rule":"personal-in-eea"},
              {"node":"eu-west/lyon-2","verdict":"not-ready","position":null,"reason":"fetching","rule":null},
              {"node":"eu-west/lyon-3","verdict":"unavailable","position":null,"reason":"lost","rule":null},
              {"node":"clinic-berlin/gw-1","verdict":"self","position":null,"reason":null,"rule":null}]}""";

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
    void shouldTellWhatWasChosenByWhichScoresAndWhyNothingElse() {
        controller.answers("GET why/placement?deployment=embeddings", Answer.json(PLACED));

        var run = why("placement", "embeddings");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                embeddings: minilm@1 placed on eu-west/lyon-1 (score 87: latency 90, load 100, cost 80)
                embeddings: minilm@1 leaves eu-central/fra-1
                  not on us-east/va-1: sovereignty: the US is outside the EEA (rule personal-in-eea)
                  not on clinic-berlin/gw-1: memory: needs 96 MB, and 10 MB are free
                """);
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldTellWhyADeploymentIsNowhere() {
        controller
                .answers("GET why/placement?deployment=a", Answer.json(nowhere("unplaceable", "no node is in the EEA")))
                .answers("GET why/placement?deployment=b", Answer.json(nowhere("idle", "nobody has asked yet")));

        assertThat(why("placement", "a").out()).isEqualTo("a: minilm@1 cannot be placed: no node is in the EEA\n");
        assertThat(why("placement", "b").out()).isEqualTo("a: minilm@1 is idle: nobody has asked yet\n");
    }

    @Test
    void shouldRefuseAnOutcomeThatIsNotKnown() {
        controller.answers("GET why/placement?deployment=a", Answer.json(nowhere("dreaming", "?")));

        var run = why("placement", "a");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("unknown outcome 'dreaming'. Legal here: placed, unplaceable, idle");
    }

    @Test
    void shouldTellForEveryNodeWhetherWorkMayGoThere() {
        controller.answers(
                "GET why/route?class=personal&from=clinic-berlin%2Fgw-1&model=minilm&purpose=care&tags=eu",
                Answer.json(ROUTE));

        var run = why(
                "route",
                "--from",
                "clinic-berlin/gw-1",
                "--model",
                "minilm",
                "--class",
                "personal",
                "--tags",
                "eu",
                "--purpose",
                "care");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                minilm@1 from clinic-berlin/gw-1, personal [eu] data:
                1. eu-west/lyon-1      permitted by personal-in-eea
                2. eu-central/fra-1    permitted
                -  us-east/va-1        denied: the US is outside the EEA (rule personal-in-eea)
                -  eu-west/lyon-2      not ready: fetching
                -  eu-west/lyon-3      unavailable: lost
                -  clinic-berlin/gw-1  the node itself
                """);
    }

    @Test
    void shouldSayThatWorkCanGoNowhere() {
        controller.answers("GET why/route?from=a%2Fb&model=minilm", Answer.json("""
                {"from":"a/b","model":"minilm","label":{"class":"internal"},"nodes":[]}"""));

        assertThat(why("route", "--from", "a/b", "--model", "minilm").out()).isEqualTo("""
                minilm from a/b, internal data:
                No other node may and can serve it now.
                """);
    }

    @Test
    void shouldShowTheControllersJson() {
        controller.answers("GET why/placement?deployment=embeddings", Answer.json(PLACED));

        assertThat(why("placement", "embeddings", "-o", "json").out()).isEqualTo(PLACED + "\n");
    }

    @Test
    void shouldRefuseANodeThatIsNone() {
        var run = why("route", "--from", "clinic-berlin", "--model", "minilm");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("--from: ");
        assertThat(controller.seen()).isEmpty();
    }

    @Test
    void shouldAskWhatIsToBeExplained() {
        var run = TielineRun.of("why");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Missing required subcommand");
    }

    private static String nowhere(String outcome, String reason) {
        return "{\"deployment\":\"a\",\"model\":\"minilm@1\",\"outcome\":\"" + outcome + "\",\"reason\":\"" + reason
                + "\",\"chosen\":[],\"rejected\":[]}";
    }

    private TielineRun why(String... words) {
        var arguments = new ArrayList<>(List.of("why"));
        arguments.addAll(List.of(words));
        arguments.addAll(List.of("--controller", controller.address()));
        return TielineRun.of(arguments.toArray(String[]::new));
    }
}
