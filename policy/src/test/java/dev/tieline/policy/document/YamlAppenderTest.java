package dev.tieline.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlAppenderTest {
    private static final List<Map<String, String>> ITEMS = List.of(Map.of("x", "1"), Map.of("x", "\"\\\n\té😀"));

    private static String append(String text) {
        return YamlAppender.append("f.yaml", text, "new", ITEMS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 1\n",
                "a: 1",
                "# top\na: 1 # one\n\n# end\n",
                "a: 1\n...\n",
                "--- # start\na: 1\n",
                "a: 1\nb:\n  - c: |\n      text\n      more\n\n",
                "a: |+\n  text\n\n\n",
                "a: >-\n  folded",
                "  a: 1\n  b: 2\n",
                "{a: 1}",
                "{a: 1, }",
                "{a: 1 # one\n}\n",
                "{\"a\": [1, 2], \"b\": {}}\n# end\n",
                "a: \"😀 and ü\" # 😀\n",
                "a: 1\r\nb: 2\r\n",
                "? a\n: 1\n",
                "a:\n",
                "a: {b: {c: 1}}\n",
            })
    void shouldAddAKeyAndKeepAllElse(String text) {
        var after = YamlReader.read("f.yaml", append(text)).asMap();

        assertThat(after.list("new").maps()).extracting(map -> map.string("x")).containsExactly("1", "\"\\\n\té😀");
        assertThat(after.entries().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("new"))
                        .toList())
                .isEqualTo(List.copyOf(YamlReader.read("f.yaml", text.endsWith("\n") ? text : text + "\n")
                        .asMap()
                        .entries()
                        .entrySet()));
    }

    @Test
    void shouldStandBelowTheLastCommentAtTheIndentOfTheOtherKeys() {
        assertThat(YamlAppender.append("f.yaml", "  a: 1 # one\n  # end\n", "new", List.of(Map.of("x", "1"))))
                .isEqualTo("  a: 1 # one\n  # end\n  new:\n    - x: \"1\"\n");
    }

    @Test
    void shouldRefuseAKeyThatIsThere() {
        assertThatThrownBy(() -> append("a: 1\nnew: 2\n")).hasMessage("f.yaml:2: new: stands here already");
    }

    @Test
    void shouldRefuseWhatIsNotAMap() {
        assertThatThrownBy(() -> append("[1]")).isInstanceOf(DocumentException.class);
        assertThatThrownBy(() -> append("a: [")).isInstanceOf(DocumentException.class);
    }
}
