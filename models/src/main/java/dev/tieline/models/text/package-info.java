/**
 * Sentences in and out of embedding models, on the client's side of an inference.
 *
 * <p>In goes text; a {@link dev.tieline.models.text.WordPieceTokenizer}, read from the {@code tokenizer.json} that comes
 * with a model, turns it into token ids, and a {@link dev.tieline.models.text.SentenceEmbedding} turns these into the
 * input tensors of a BERT-like model and the model's answer into one vector of length 1. The cosine of two such vectors
 * says how near two sentences are in meaning. A model itself only ever sees tensors.
 */
@NullMarked
package dev.tieline.models.text;

import org.jspecify.annotations.NullMarked;
