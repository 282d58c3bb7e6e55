package dev.tieline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextModelTest {
    private static final String TOKENIZER = """
            {"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,
             "lowercase":true},
             "pre_tokenizer":{"type":"BertPreTokenizer"},
             "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",
             "max_input_chars_per_word":100,
             "vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"pump":4,"##s":5,"leak":6}}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldMakeTokensOfTextsAndVectorsOfAnswers() throws Exception {
        try (var node = hidden(3, 1, 3, 7);
                var client = TielineClient.at(node.address())) {
            var vectors = client.model("words").tokenizer(stream()).embed("Pumps leak!", "leak");

            assertThat(vectors).hasDimensions(2, 2);
            assertThat(vectors[0]).containsExactly(0.6f, 0.8f);
            assertThat(node.seen()).hasSize(2);
            var asked = node.seen().getFirst().inference();
            assertThat(asked.inputs().stream().map(Tensor::name))
                    .containsExactly("input_ids", "attention_mask", "token_type_ids");
            assertThat(asked.inputs().getFirst().longs()).containsExactly(2, 4, 5, 6, 1, 3);
            assertThat(node.seen().getLast().inference().inputs().getFirst().longs())
                    .containsExactly(2, 6, 3);
        }
    }

    @Test
    void shouldDoTheSameWithoutWaiting() throws Exception {
        try (var node = hidden(0, 2);
                var client = TielineClient.at(node.address())) {
            var asked = client.model("words").tokenizer(stream()).embedAsync("pump", "leak");

            assertThat(asked.join()).isDeepEqualTo(new float[][] {{0, 1}, {0, 1}});
        }
    }

    @Test
    void shouldTellWhereATextWasEmbedded() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.answer(
                        Map.of("tieline_site", "eu-west"), Tensor.ofFloats("hidden", Shape.of(1, 1, 2), 1, 0)));
                var client = TielineClient.at(node.address())) {
            var embedding = client.model("words").tokenizer(stream()).embedding("pump");

            assertThat(embedding.text()).isEqualTo("pump");
            assertThat(embedding.vector()).containsExactly(1, 0);
            assertThat(embedding.answer().servedAt().site()).isEqualTo("eu-west");
        }
    }

    @Test
    void shouldSendOnlyTheInputsThatTheModelHas() throws Exception {
        var file = Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
        try (var node = hidden(1, 0);
                var client = TielineClient.at(node.address())) {
            var unused = client.model("words")
                    .tokenizer(file)
                    .inputs(List.of("input_ids"))
                    .maxTokens(3)
                    .embed("pump leak");

            var inputs = node.seen().getFirst().inference().inputs();
            assertThat(inputs)
                    .singleElement()
                    .satisfies(ids -> assertThat(ids.longs()).containsExactly(2, 4, 3));
        }
    }

    @Test
    void shouldRefuseAnAnswerThatIsNoHiddenState() throws Exception {
        try (var node = new FakeNode(
                        (request, number) -> FakeNode.answer(Map.of(), Tensor.ofInts("sum", Shape.of(1), 1)));
                var client = TielineClient.at(node.address())) {
            var words = client.model("words").tokenizer(stream());

            assertThatThrownBy(() -> words.embed("pump"))
                    .isInstanceOf(UnreadableAnswerException.class)
                    .hasMessageStartingWith("the answer of simple@1 cannot be made a vector: ");
        }
    }

    @Test
    void shouldRefuseAnAnswerWithoutOutputs() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.answer(Map.of()));
                var client = TielineClient.at(node.address())) {
            var words = client.model("words").tokenizer(stream());

            assertThatThrownBy(() -> words.embed("pump")).hasMessage("the answer of simple@1 has no output");
        }
    }

    @Test
    void shouldRefuseATokenizerThatIsNone() throws Exception {
        try (var node = hidden(1, 0);
                var client = TielineClient.at(node.address())) {
            var model = client.model("words");

            assertThatThrownBy(() -> model.tokenizer(new ByteArrayInputStream(new byte[0])))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> model.tokenizer(stream()).maxTokens(1))
                    .hasMessage("a text needs room for at least 2 tokens, and there is 1");
        }
    }

    private static FakeNode hidden(float... states) throws IOException {
        return new FakeNode((request, number) ->
                FakeNode.answer(Map.of(), Tensor.ofFloats("hidden", Shape.of(1, states.length / 2, 2), states)));
    }

    private static ByteArrayInputStream stream() {
        return new ByteArrayInputStream(TOKENIZER.getBytes(StandardCharsets.UTF_8));
    }
}
