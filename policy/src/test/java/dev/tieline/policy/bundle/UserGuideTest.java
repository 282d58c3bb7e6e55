package dev.tieline.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.document.YamlReader;
import java.nio.file.Path;
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

        assertThat(examples).hasSize(2);
        assertThat(PolicyBundleReader.read("policy.md", examples.getFirst()).rules())
                .containsExactly("no-foreign-owner", "personal-in-the-nordics");
        assertThat(PolicyBundleReader.read("policy.md", Bundles.HEAD + examples.getLast())
                        .blocs())
                .containsExactly("ADEQUATE", "EU");
    }
}
