package dev.tieline.launcher.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.client.Answer;
import dev.tieline.client.Embedding;
import dev.tieline.client.TielineClient;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.store.ModelStore;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTokenizerTest {
    private static final byte[] TOKENIZER = """
            {"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,
             "lowercase":true},
             "pre_tokenizer":{"type":"BertPreTokenizer"},
             "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",
             "max_input_chars_per_word":100,
             "vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"pump":4,"##s":5,"leak":6}}}
            """.getBytes(StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldAskAModelWithTheInputsOfItsCard() throws Exception {
        var manifest = card("[{name: input_ids, type: INT64, shape: [-1,-1]}]");
        try (var node = new FakeNode(500, request -> answer(Tensor.ofFloats("hidden", Shape.of(1, 2, 2), 3, 1, 3, 7)));
                var client = TielineClient.at(node.address())) {
            var embedding = open(manifest).at(client.model("words")).embedding("Pumps leak!");

            assertThat(node.seen().getFirst().request().inputs())
                    .singleElement()
                    .satisfies(ids -> {
                        assertThat(ids.name()).isEqualTo("input_ids");
                        assertThat(ids.longs()).containsExactly(2, 4, 5, 6, 1, 3);
                    });
            assertThat(embedding.vector()).containsExactly(0.6f, 0.8f);
        }
    }

    @Test
    void shouldRefuseAModelWithoutATokenizer() {
        var manifest = card("[{name: input_ids, type: INT64, shape: [-1,-1]}]", "");

        assertThatThrownBy(() -> LocalTokenizer.of(manifest, new ModelStore(folder)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("the model words@1 takes tensors, not text: its card has no asset 'tokenizer'");
    }

    @Test
    void shouldSayHowToGetATokenizerThatIsNotThere() {
        var manifest = card("[{name: input_ids, type: INT64, shape: [-1,-1]}]");

        assertThatThrownBy(() -> LocalTokenizer.of(manifest, new ModelStore(folder)))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("the tokenizer of words@1 is not in the local store. Maybe fetch it: ./tieline models fetch"
                        + " words");
    }

    @Test
    void shouldShowSeveralTextsWithAMatrixAndTheirPlaces() {
        var out = new StringWriter();
        var local = answer(Tensor.ofFloats("hidden", Shape.of(1, 1, 2), 1, 0));
        var elsewhere = local.withParameters(Map.of("tieline_site", "eu-central", "tieline_node", "fra-1"));

        new PeopleReport()
                .embeddings(
                        List.of(
                                new Embedding("one", new float[] {1, 0}, new Answer(local)),
                                new Embedding("two\nlines", new float[] {0.6f, 0.8f}, new Answer(elsewhere))),
                        new PrintWriter(out));

        assertThat(out).hasToString("""
                1 "one"
                  words@1: 2 numbers [1.0000, 0.0000]
                  the server does not say where it ran
                2 "two lines"
                  words@1: 2 numbers [0.6000, 0.8000]
                  ran at eu-central/fra-1
                How alike (cosine):
                           1       2
                   1   1.000   0.600
                   2   0.600   1.000
                """);
    }

    private LocalTokenizer open(ModelManifest manifest) {
        var store = new ModelStore(folder);
        var tokenizer = manifest.assets().get(LocalTokenizer.ASSET);
        assertThat(tokenizer).isNotNull();
        var unused = store.add(tokenizer, new ByteArrayInputStream(TOKENIZER));
        return LocalTokenizer.of(manifest, store);
    }

    private static InferenceResponse answer(Tensor output) {
        return new InferenceResponse(ModelRef.of("words@1"), null, Map.of(), List.of(output));
    }

    private static ModelManifest card(String inputs) {
        var digest = Digest.ofBytes(TOKENIZER).hex();
        return card(
                inputs,
                "assets: {tokenizer: {entry: tokenizer.json, digest: \"%s\", size: %d}}"
                        .formatted(digest, TOKENIZER.length));
    }

    private static ModelManifest card(String inputs, String assets) {
        return ModelManifestReader.read("words.yaml", """
                apiVersion: tieline.dev/model/v1
                model: words@1
                description: A model of seven tokens.
                licence: Apache-2.0
                source: {generated: simple}
                file: {entry: words.onnx, digest: "%s", size: 1}
                %s
                inputs: %s
                outputs: [{name: hidden, type: FP32, shape: [-1,-1,2]}]
                memory: 1000
                label: {class: public}
                golden:
                  inputs: [{name: input_ids, shape: [1,2], values: [2,3]}]
                  outputs: [{name: hidden, shape: [1,2,2], head: [0.5]}]
                  tolerance: 0.1
                """.formatted("0".repeat(64), assets, inputs));
    }
}
