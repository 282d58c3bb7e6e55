package dev.tieline.launcher.infer;

import dev.tieline.client.Model;
import dev.tieline.client.TextModel;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.store.ModelStore;
import dev.tieline.models.text.WordPieceTokenizer;
import java.io.IOException;

/**
 * The tokenizer of a model of the catalogue, from the local store.
 *
 * @param manifest the card that names it
 */
public record LocalTokenizer(ModelManifest manifest, WordPieceTokenizer tokenizer) {
    /** The name of the asset that makes a model one of text. */
    static final String ASSET = "tokenizer";

    /** Reads it. @throws CommandFailure if the model has none, or it cannot be used */
    public static LocalTokenizer of(ModelManifest manifest, ModelStore store) {
        var asset = manifest.assets().get(ASSET);
        if (asset == null) {
            throw new CommandFailure("the model " + manifest.ref() + " takes tensors, not text: its card has no asset '"
                    + ASSET + "'. Maybe give its inputs in a file: --file inputs.json");
        }
        var file = store.find(asset)
                .orElseThrow(() -> new CommandFailure("the tokenizer of " + manifest.ref()
                        + " is not in the local store. Maybe fetch it: ./tieline models fetch "
                        + manifest.ref().name().value()));
        try {
            return new LocalTokenizer(manifest, WordPieceTokenizer.read(file));
        } catch (IOException e) {
            throw new CommandFailure("the tokenizer of " + manifest.ref() + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** The model at a node as one that is asked in text, with the inputs that its card declares. */
    public TextModel at(Model model) {
        return model.tokenizer(tokenizer)
                .inputs(manifest.inputs().stream().map(TensorSpec::name).toList());
    }
}
