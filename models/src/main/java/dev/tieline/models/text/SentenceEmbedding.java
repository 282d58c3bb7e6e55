package dev.tieline.models.text;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The way from a sentence to the inputs of a BERT-like model, and from its answer to one vector: the mean over all tokens,
 * scaled to length 1 (N. Reimers and I. Gurevych, "Sentence-BERT", 2019). Immutable and thread-safe.
 */
public final class SentenceEmbedding {
    private final WordPieceTokenizer tokenizer;
    private final int maxLength;

    /** @param maxLength the most tokens of a sentence; sentence models were trained with 128 or 256, BERT takes 512 */
    public SentenceEmbedding(WordPieceTokenizer tokenizer, int maxLength) {
        this.tokenizer = tokenizer;
        this.maxLength = maxLength;
    }

    /** {@code input_ids}, {@code attention_mask} and {@code token_type_ids} of one sentence, INT64 [1,tokens]. */
    public List<Tensor> inputs(String sentence) {
        var ids = tokenizer.encode(sentence, maxLength);
        var ones = new long[ids.length];
        Arrays.fill(ones, 1);
        var shape = Shape.of(1, ids.length);
        return List.of(
                Tensor.ofLongs("input_ids", shape, ids),
                Tensor.ofLongs("attention_mask", shape, ones),
                Tensor.ofLongs("token_type_ids", shape, new long[ids.length]));
    }

    /**
     * The vector of a sentence.
     *
     * @param hidden the model's {@code last_hidden_state} for one sentence, FP32 [1,tokens,width]
     * @return as many numbers as the model is wide; their squares sum up to 1
     * @throws IllegalArgumentException if the tensor has another type or shape
     */
    public float[] vector(Tensor hidden) {
        var shape = hidden.shape();
        if (hidden.type() != DataType.FP32 || !Shape.of(1, -1, -1).accepts(shape) || shape.elements() == 0) {
            throw new IllegalArgumentException("needs FP32 [1,tokens,width], and the tensor is " + hidden);
        }
        var width = (int) (long) shape.dimensions().getLast();
        var states = hidden.floats();
        var sums = new double[width];
        for (var i = 0; i < states.length; i++) {
            sums[i % width] += states[i];
        }
        // The mean is a multiple of the sum, so scaling to length 1 leaves no difference between them.
        var length = Math.sqrt(Arrays.stream(sums).map(sum -> sum * sum).sum());
        var vector = new float[width];
        for (var i = 0; i < width; i++) {
            vector[i] = (float) (length == 0 ? 0 : sums[i] / length);
        }
        return vector;
    }

    /** The cosine of the angle between two vectors of length 1: 1 for the same direction, about 0 for unrelated ones. */
    public static double cosine(float[] left, float[] right) {
        if (left.length != right.length) {
            throw new IllegalArgumentException(
                    "needs vectors of one length, and they have " + left.length + " and " + right.length + " numbers");
        }
        var product = 0.0;
        for (var i = 0; i < left.length; i++) {
            product += (double) left[i] * right[i];
        }
        return product;
    }
}
