package dev.tieline.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.onnx.TestModels;
import dev.tieline.policy.document.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WordPieceTokenizerTest {
    private static final String SMALL = """
            {"normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
              "strip_accents": null, "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
               "max_input_chars_per_word": 5,
               "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "un": 3, "##a": 4, "##able": 5, "able": 6, "a": 7, "!": 8}}}
            """;

    private static WordPieceTokenizer minilm;

    @BeforeAll
    static void read() throws IOException {
        minilm = WordPieceTokenizer.read(TestModels.asset(TestModels.minilm(), "tokenizer"));
    }

    /** Texts of ours with the ids that the reference implementation, tokenizers 0.23.2, gave for this vocabulary. */
    static Stream<Arguments> references() throws IOException {
        try (var file = WordPieceTokenizerTest.class.getResourceAsStream("reference-tokens.tsv")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .map(columns -> Arguments.of(
                            YamlReader.read("text", columns[0]).asScalar().string(),
                            Arrays.stream(columns[1].split(" "))
                                    .mapToLong(Long::parseLong)
                                    .toArray()));
        }
    }

    @ParameterizedTest
    @MethodSource("references")
    void shouldGiveTheIdsOfTheReference(String text, long[] ids) {
        assertThat(minilm.encode(text, 512)).containsExactly(ids);
    }

    @Test
    void shouldTakeAWordOf100CharactersAndNoLongerOne() {
        assertThat(minilm.encode("y".repeat(100), 512))
                .hasSize(102)
                .startsWith(101, 1061, 2100)
                .endsWith(2100, 102);
        assertThat(minilm.encode("y".repeat(101), 512)).containsExactly(101, 100, 102);
    }

    @Test
    void shouldCutLongTextsAndStillEndThem() {
        var ids = minilm.encode("power ".repeat(1000), 256);

        assertThat(ids).hasSize(256).startsWith(101, 2373).endsWith(2373, 102);
        assertThat(LongStream.of(ids).filter(id -> id == 102)).hasSize(1);
        assertThat(minilm.encode("power grid", 2)).containsExactly(101, 102);
        assertThat(minilm.encode("power grid", 3)).containsExactly(101, 2373, 102);
        assertThatThrownBy(() -> minilm.encode("x", 1)).hasMessageContaining("maxLength is 1");
    }

    @Test
    void shouldNotLetATextSpellSpecialTokens() {
        assertThat(LongStream.of(minilm.encode("a [SEP] b [CLS]", 512)).filter(id -> id == 102 || id == 101))
                .hasSize(2);
    }

    @Test
    void shouldTakeTheLongestPieceFirst() throws IOException {
        var small = tokenizer(SMALL);

        assertThat(small.encode("unaab", 9)).containsExactly(1, 0, 2);
        assertThat(small.encode("una!", 9)).containsExactly(1, 3, 4, 8, 2);
        assertThat(small.encode("ABLE á", 9)).containsExactly(1, 6, 7, 2);
        assertThat(small.encode("unable", 9)).as("six characters").containsExactly(1, 0, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WordPiece | BPE | the tokenizer file has model.type BPE, and only WordPiece is read",
                "BertNormalizer | NFC | the tokenizer file has normalizer.type NFC, and only BertNormalizer is read",
                "BertPreTokenizer | Whitespace | the tokenizer file has pre_tokenizer.type Whitespace",
                "\"lowercase\": true | \"lowercase\": false | has lowercase=false",
                "\"strip_accents\": null | \"strip_accents\": false | strip_accents=false",
                "[SEP] | [END] | lacks [SEP]",
                "{\"type\": \"BertPreTokenizer\"} | 3 | needs an object at /pre_tokenizer"
            })
    void shouldRefuseATokenizerOfAnotherKind(String right, String wrong, String message) {
        assertThatThrownBy(() -> tokenizer(SMALL.replace(right, wrong)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseWhatIsNoJson() {
        assertThatThrownBy(() -> tokenizer("[]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tokenizer("{\"model\":")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tokenizer("{}")).hasMessageContaining("has model.type null");
    }

    private static WordPieceTokenizer tokenizer(String json) throws IOException {
        return WordPieceTokenizer.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
