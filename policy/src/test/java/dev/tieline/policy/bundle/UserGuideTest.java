package dev.tieline.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.guard.compile.CelGuardCompiler;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/policy.md} shows is true. */
class UserGuideTest {
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private final String guide = YamlReader.text(Path.of("..", "docs", "policy.md"));

    @Test
    void shouldShowABundleThatLoadsAndBlocsThatFitIntoOne() {
        var examples =
                YAML.matcher(guide).results().map(match -> match.group(1)).toList();

        assertThat(examples).hasSize(5);
        assertThat(Bundles.read("policy.md", examples.getFirst()).rules())
                .containsExactly("no-foreign-owner", "personal-in-the-nordics");
        assertThat(Bundles.read("policy.md", Bundles.HEAD + examples.get(1)).blocs())
                .containsExactly("ADEQUATE", "EU");
        var guarded = new BundleText("policy.md", Bundles.HEAD + "tags: [export-controlled]\n" + examples.get(2));
        assertThat(PolicySetReader.read(List.of(guarded), new CelGuardCompiler())
                        .bundles()
                        .getFirst()
                        .rules())
                .containsExactly("exports-stay-in-the-country");
        assertThat(Bundles.read("policy.md", Bundles.HEAD + "tags: [health]\nrules:\n" + examples.get(3))
                        .rules())
                .containsExactly("health-models-on-gateways");
        var tested = Bundles.read("policy.md", examples.getFirst() + examples.getLast());
        var evaluator = Bundles.evaluator(tested);
        assertThat(tested.tests()).hasSize(1).allMatch(test -> test.passes(evaluator.decide(test.request())));
    }
}
