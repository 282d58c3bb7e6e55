package dev.tieline.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.YamlReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentJsonTest {

    @Test
    void shouldKeepEveryKeyAndItemOnItsLine() {
        var document = YamlReader.read("a.yaml", """
                # a comment
                name: x

                list:
                  - 1

                  - {a: true, b: null}
                last: [a,
                       b]
                """);

        var text = DocumentJson.text(document);

        assertThat(text).isEqualTo("""
                {
                "name":"x"

                ,"list":[
                1

                ,{"a":true,"b":null}]
                ,"last":["a"
                ,"b"]}""");
        assertThat(YamlReader.read("a.yaml", text)
                        .asMap()
                        .list("list")
                        .items()
                        .get(1)
                        .place())
                .hasToString("a.yaml:7: list[1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: \"\\x7f \\U0001F600 \\uFFFE ü\"",
                "a: \"with \\\"quotes\\\", a \\\\ and\\na line\"",
                "a: [1, 2.5, -3, 1e3, .inf, 0x1F, '0x1F', \"1\", 007]",
                "a: [true, 'true', null, 'null', '', 2026-01-01, 24h]",
                "'a key: with a colon': {}",
                "{}",
                "[]",
                "text"
            })
    void shouldBeReadLikeTheTextThatItWasMadeOf(String text) {
        var document = YamlReader.read("a.yaml", text);

        var json = YamlReader.read("a.yaml", DocumentJson.text(document));

        assertThat(DocumentJson.text(json)).isEqualTo(DocumentJson.text(document));
        assertThat(typed(json)).isEqualTo(typed(document));
    }

    private static String typed(Object document) {
        return document.toString().replaceAll("type=NULL", "").replaceAll("text=(~|null|),", "text=null,");
    }

    @Test
    void shouldMakeTheSameBundleOfTheSample() {
        var file = Path.of("rules/acme-eu.yaml");
        var json = DocumentJson.text(YamlReader.read(file));

        var bundle = PolicySetReader.read("acme.json", json).bundles().getFirst();

        var original = PolicySetReader.read(file).bundles().getFirst();
        assertThat(bundle).hasToString(original.toString());
        assertThat(bundle.rules()).isEqualTo(original.rules());
        assertThat(bundle.defaults()).isEqualTo(original.defaults());
        assertThat(bundle.expires()).isEqualTo(original.expires());
    }
}
