package dev.tieline.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tieline.cloud.Samples;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.json.Json;
import dev.tieline.policy.json.PolicyAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PolicyExplainerTest {
    private final PolicyExplainer explainer = new PolicyExplainer(PolicySetReader.read(Samples.POLICY));

    @Test
    void shouldSayWhereADeniedRequestFailed() {
        var decision = explain(Samples.personalTo("us-east", "US-VA")).decision();

        assertThat(decision.permitted()).isFalse();
        assertThat(decision.nearMisses())
                .extracting(
                        Misfit::rule, miss -> Objects.requireNonNull(miss.at()).number(), Misfit::clause)
                .containsExactly(
                        tuple("personal-in-eea", 2, "hops.process.country"),
                        tuple("special-in-country", 2, "hops.process.same"));
    }

    @Test
    void shouldDenyWhatLeavesWhileNoBundleIsDeclared() {
        var request = Samples.personalTo("eu-west", "FR").getBytes(StandardCharsets.UTF_8);

        var answer = Json.text(new PolicyExplainer(null).explain(request));

        assertThat(answer)
                .startsWith("{\"decision\":\"deny\"")
                .contains("no policy bundle is declared")
                .contains("\"bundle\":null,\"narrowedBy\":[],");
    }

    @Test
    void shouldReadJsonToo() {
        var json = """
                {"action": "infer", "label": {"class": "special", "tags": ["health"]}, "at": "2026-11-22",
                 "path": [{"role": "process", "country": "DE"}]}""";

        assertThat(explain(json).decision().decidingRule()).isEqualTo("health-never-leaves");
    }

    @Test
    void shouldRefuseWhatIsNotUtf8() {
        assertThatThrownBy(() -> explainer.explain(new byte[] {(byte) 0xC3, 0x28}))
                .isInstanceOf(DocumentException.class)
                .hasMessage("request:1: is not text in UTF-8");
    }

    @Test
    void shouldRefuseAnEmptyFile() {
        assertThatThrownBy(() -> explain(""))
                .isInstanceOf(DocumentException.class)
                .hasMessage("request:1: is empty");
    }

    @Test
    void shouldAnswerTheExampleOfTheUserGuideAsItSays() {
        var guide = YamlReader.text(Path.of("../docs/policy.md"));
        var example = Pattern.compile("<<'END'\n(.*?)\nEND\n```.*?```json\n(.*?)```", Pattern.DOTALL)
                .matcher(guide);
        assertThat(example.find()).as("docs/policy.md has the example").isTrue();

        var answer = Json.text(explain(example.group(1)));

        assertThat(answer).isEqualTo(example.group(2).replaceAll("\n *", ""));
    }

    private PolicyAnswer explain(String file) {
        return explainer.explain(file.getBytes(StandardCharsets.UTF_8));
    }
}
