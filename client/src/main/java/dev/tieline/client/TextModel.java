package dev.tieline.client;

import dev.tieline.models.infer.Tensor;
import dev.tieline.models.text.SentenceEmbedding;
import dev.tieline.models.text.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A model of sentences, asked in text. Immutable and thread-safe.
 *
 * <p>The text becomes tokens here, by the tokenizer that belongs to the model, and the answer becomes one vector here: the
 * mean over all tokens, scaled to length 1. The node only ever sees tensors.
 */
public final class TextModel {
    /** Where the authors of the MiniLM sentence models cut a text; they take more, and mean less by it. */
    public static final int MAX_TOKENS = 256;

    private static final List<String> BERT = List.of("input_ids", "attention_mask", "token_type_ids");

    private final Model model;
    private final WordPieceTokenizer tokenizer;
    private final SentenceEmbedding sentences;
    private final List<String> inputs;

    TextModel(Model model, WordPieceTokenizer tokenizer) {
        this(model, tokenizer, new SentenceEmbedding(tokenizer, MAX_TOKENS), BERT);
    }

    private TextModel(Model model, WordPieceTokenizer tokenizer, SentenceEmbedding sentences, List<String> inputs) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.sentences = sentences;
        this.inputs = inputs;
    }

    /** Cuts texts after so many tokens, instead of {@value #MAX_TOKENS}; at least 2. */
    public TextModel maxTokens(int tokens) {
        if (tokens < 2) {
            throw new IllegalArgumentException("a text needs room for at least 2 tokens, and there is " + tokens);
        }
        return new TextModel(model, tokenizer, new SentenceEmbedding(tokenizer, tokens), inputs);
    }

    /** The inputs that the model has, of {@code input_ids, attention_mask, token_type_ids}; all three unless told. */
    public TextModel inputs(List<String> names) {
        return new TextModel(
                model,
                tokenizer,
                sentences,
                BERT.stream().filter(names::contains).toList());
    }

    /**
     * The vectors of texts, each of length 1, in order. The texts are asked one after the other, and the deadline is that
     * of all.
     */
    public float[][] embed(String... texts) throws InterruptedException {
        return vectors(List.of(texts), model.deadline());
    }

    /** The same as {@link #embed}, without waiting; see {@link Model#inferAsync(Tensor...)}. */
    public CompletableFuture<float[][]> embedAsync(String... texts) {
        var all = List.of(texts);
        var deadline = model.deadline();
        return Async.run(() -> vectors(all, deadline));
    }

    /** The vector of one text, and the answer that it was made of. */
    public Embedding embedding(String text) throws InterruptedException {
        return embedding(text, model.deadline());
    }

    /** The tensors that a text becomes, for those who ask by themselves. */
    public List<Tensor> tensors(String text) {
        return sentences.inputs(text).stream()
                .filter(tensor -> inputs.contains(tensor.name()))
                .toList();
    }

    /** The vector that an answer becomes. @throws UnreadableAnswerException if its first output is no hidden state */
    public float[] vector(Answer answer) {
        var hidden = answer.outputs().stream()
                .findFirst()
                .orElseThrow(() ->
                        new UnreadableAnswerException("the answer of " + answer.model() + " has no output", null));
        try {
            return sentences.vector(hidden);
        } catch (IllegalArgumentException e) {
            throw new UnreadableAnswerException(
                    "the answer of " + answer.model() + " cannot be made a vector: " + e.getMessage(), e);
        }
    }

    private float[][] vectors(List<String> texts, Deadline deadline) throws InterruptedException {
        var vectors = new ArrayList<float[]>();
        for (var text : texts) {
            vectors.add(embedding(text, deadline).vector());
        }
        return vectors.toArray(float[][]::new);
    }

    private Embedding embedding(String text, Deadline deadline) throws InterruptedException {
        var answer = model.infer(tensors(text), deadline);
        return new Embedding(text, vector(answer), answer);
    }
}
