package dev.tieline.launcher.infer;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.store.ModelStore;
import dev.tieline.models.text.SentenceEmbedding;
import dev.tieline.models.text.WordPieceTokenizer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A model that takes sentences, seen from its caller: text in, one vector out. */
public final class TextModel {
    /** The name of the asset that makes a model one of text. */
    static final String TOKENIZER = "tokenizer";

    // Where the authors of the MiniLM sentence models cut a text; they take more, and mean less by it.
    private static final int MAX_TOKENS = 256;

    private final ModelManifest manifest;
    private final SentenceEmbedding embedding;

    private TextModel(ModelManifest manifest, SentenceEmbedding embedding) {
        this.manifest = manifest;
        this.embedding = embedding;
    }

    /** Opens a model of the store. @throws CommandFailure if the model has no tokenizer, or its tokenizer cannot be used */
    public static TextModel open(ModelManifest manifest, ModelStore store) {
        var asset = manifest.assets().get(TOKENIZER);
        if (asset == null) {
            throw new CommandFailure("the model " + manifest.ref() + " takes tensors, not text: its card has no asset '"
                    + TOKENIZER + "'. Maybe give its inputs in a file: --file inputs.json");
        }
        var file = store.find(asset)
                .orElseThrow(() -> new CommandFailure("the tokenizer of " + manifest.ref()
                        + " is not in the local store. Maybe fetch it: ./tieline models fetch "
                        + manifest.ref().name().value()));
        try {
            return new TextModel(manifest, new SentenceEmbedding(WordPieceTokenizer.read(file), MAX_TOKENS));
        } catch (IOException e) {
            throw new CommandFailure("the tokenizer of " + manifest.ref() + " cannot be used: " + e.getMessage(), e);
        }
    }

    public InferenceRequest request(String text) {
        var inputs = embedding.inputs(text).stream()
                .filter(tensor -> manifest.findInput(tensor.name()).isPresent())
                .toList();
        var parameters = Map.<String, Object>of(InferenceRequest.BINARY_DATA_OUTPUT, true);
        return new InferenceRequest(manifest.ref().name(), null, null, parameters, inputs, List.of());
    }

    /** The sentence's vector, of length 1. @throws CommandFailure if the answer is not one of hidden states */
    public float[] vector(InferenceResponse response) {
        var name = manifest.outputs().getFirst().name();
        var hidden = response.outputs().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new CommandFailure("the answer of " + manifest.ref() + " has no output '" + name + "'"));
        try {
            return embedding.vector(hidden);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "the answer of " + manifest.ref() + " cannot be made a vector: " + e.getMessage(), e);
        }
    }
}
