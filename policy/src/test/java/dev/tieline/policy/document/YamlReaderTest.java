package dev.tieline.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

    @Test
    void shouldKeepAnUnquotedCountryNoAsText() {
        var map = YamlReader.read("sites.yaml", "country: NO").asMap();

        assertThat(map.string("country")).isEqualTo("NO");
    }

    @Test
    void shouldNameFileLineAndLegalKeysOfAnUnknownKey() {
        var map = YamlReader.read("rules.yaml", "id: a\nwhenn: x\n").asMap();

        assertThatThrownBy(() -> map.only("id", "when"))
                .isInstanceOf(DocumentException.class)
                .isInstanceOfSatisfying(DocumentException.class, e -> {
                    assertThat(e.place()).isEqualTo(new Place("rules.yaml", 2, "whenn"));
                    assertThat(e.problem()).isEqualTo("unknown key 'whenn'. Legal here: id, when");
                })
                .hasMessage("rules.yaml:2: whenn: unknown key 'whenn'. Legal here: id, when");
    }

    @Test
    void shouldRefuseADuplicateKey() {
        assertThatThrownBy(() -> YamlReader.read("a.yaml", "x: 1\nx: 2\n"))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("a.yaml:");
    }

    @Test
    void shouldNameThePathOfANestedValueOfTheWrongType() {
        var rules =
                YamlReader.read("a.yaml", "rules:\n  - id: x\n    hops: [1]\n").asMap();

        assertThatThrownBy(() -> rules.list("rules").maps().getFirst().map("hops"))
                .hasMessage("a.yaml:3: rules[0].hops: needs a map of keys to values, and this is a list");
    }

    @Test
    void shouldReadJson() {
        var map = YamlReader.read("a.json", "{\"a\": [1, true, \"x\"]}").asMap();

        assertThat(map.list("a").items()).hasSize(3);
    }

    /** The parser reads in pieces of 1,025, and has failed where a piece ended within such a character. */
    @ParameterizedTest
    @ValueSource(ints = {1_025, 2_050, 3_075, 4_100, 41_000})
    void shouldReadCharactersOfTwoPlacesWhereverTheyStand(int end) {
        for (var before = end - 10; before < end + 10; before++) {
            var value = "x".repeat(before - 3) + "\uD83D\uDE80";

            var map = YamlReader.read("a.yaml", "a: " + value + "\nb: 1 # \uD83D\uDE80")
                    .asMap();

            assertThat(map.string("a")).as("%d before it", before).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1_024, 1_025, 2_050})
    void shouldRefuseHalfACharacter(int before) {
        var half = "a: " + "x".repeat(before - 3) + "\uD83D";

        for (var text : List.of(half, half + "\nb: 1")) {
            assertThatThrownBy(() -> YamlReader.read("a.yaml", text))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageContaining("is not well-formed YAML");
        }
    }

    @Test
    void shouldRefuseMalformedText() {
        assertThatThrownBy(() -> YamlReader.read("a.yaml", "a: [1,\nb: 2"))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("a.yaml:2: is not well-formed YAML");
    }

    /** Found by fuzzing: such a tag was an error of the library that is none of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"!%e", "!%20 a", "a: !x%09 b", "!%e4 a", "!%zz a"})
    void shouldRefuseATagWhoseEncodingIsStrange(String text) {
        assertThatThrownBy(() -> YamlReader.read("a.yaml", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("a.yaml:1: is not well-formed YAML: ");
    }

    @Test
    void shouldRefuseAnchorsSoThatNoFileGrowsByItsAliases() {
        assertThatThrownBy(() -> YamlReader.read("a.yaml", "a: &x [1]\nb: [*x, *x]"))
                .hasMessage("a.yaml:1: a: has an anchor, which is not supported here");
    }

    @ParameterizedTest
    @CsvSource({"90s, PT90S", "5m, PT5M", "24h, PT24H", "30d, PT720H", "0s, PT0S"})
    void shouldReadDurations(String text, Duration expected) {
        assertThat(YamlReader.read("a.yaml", text).asScalar().duration()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"24", "h", "1.5h", "-1h", "1w", "1 h", "1234567890s"})
    void shouldRefuseWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> YamlReader.read("a.yaml", text).asScalar().duration())
                .hasMessage(
                        "a.yaml:1: needs an integer followed by s, m, h or d, such as 24h, and this is '" + text + "'");
    }

    @Test
    void shouldListTheLegalWordsWhereAnUnknownOneStands() {
        var colour = YamlReader.read("a.yaml", "colour: green").asMap().get("colour");

        assertThatThrownBy(() -> colour.choice("colour", Colour.values(), Colour::word))
                .hasMessage("a.yaml:1: colour: unknown colour 'green'. Legal here: red, blue");
        assertThat(YamlReader.read("a.yaml", "blue").choice("colour", Colour.values(), Colour::word))
                .isEqualTo(Colour.BLUE);
    }

    private enum Colour {
        RED,
        BLUE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Test
    void shouldRefuseDeepNestingBeforeItExhaustsTheStack() {
        assertThatThrownBy(() -> YamlReader.read("a.yaml", "x:\n  " + "[".repeat(60_000)))
                .isInstanceOf(DocumentException.class)
                .hasMessage("a.yaml:2: is nested deeper than 64");
    }
}
