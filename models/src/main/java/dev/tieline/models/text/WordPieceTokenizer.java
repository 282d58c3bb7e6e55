package dev.tieline.models.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns text into the token ids of an uncased BERT vocabulary: each word is the longest piece that the vocabulary has,
 * then the longest that continues it, and so on (M. Schuster and K. Nakajima, "Japanese and Korean Voice Search", 2012).
 * Immutable and thread-safe.
 *
 * <p>A text that spells a special token, such as {@code [SEP]}, is text like any other: a caller's sentence cannot end
 * itself.
 */
public final class WordPieceTokenizer {
    private final Map<String, Integer> vocabulary;
    private final String continuation;
    private final int longestWord;
    private final int unknown;
    private final int classifier;
    private final int separator;

    WordPieceTokenizer(Map<String, Integer> vocabulary, String continuation, int longestWord, String unknown) {
        this.vocabulary = Map.copyOf(vocabulary);
        this.continuation = continuation;
        this.longestWord = longestWord;
        this.unknown = need(unknown);
        this.classifier = need("[CLS]");
        this.separator = need("[SEP]");
    }

    /**
     * Reads a {@code tokenizer.json}.
     *
     * @throws IOException if it is not readable, or is a tokenizer of another kind; the message says which
     */
    public static WordPieceTokenizer read(InputStream file) throws IOException {
        return new TokenizerFile().read(file);
    }

    /** Reads a {@code tokenizer.json}. */
    public static WordPieceTokenizer read(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            return read(stream);
        }
    }

    /**
     * The ids of a text: {@code [CLS]}, its pieces, {@code [SEP]}.
     *
     * @param maxLength the most ids, at least 2; pieces beyond it are cut off
     */
    public long[] encode(String text, int maxLength) {
        if (maxLength < 2) {
            throw new IllegalArgumentException(
                    "a text needs room for at least [CLS] and [SEP], and maxLength is " + maxLength);
        }
        var ids = LongStream.builder().add(classifier);
        var room = maxLength - 2;
        for (var word : BertText.words(text)) {
            for (var piece : pieces(word)) {
                if (room-- <= 0) {
                    return ids.add(separator).build().toArray();
                }
                ids.add(piece);
            }
        }
        return ids.add(separator).build().toArray();
    }

    private List<Integer> pieces(String word) {
        if (word.codePointCount(0, word.length()) > longestWord) {
            return List.of(unknown);
        }
        var pieces = new ArrayList<Integer>();
        var start = 0;
        while (start < word.length()) {
            var end = word.length();
            var piece = find(word, start, end);
            while (piece == null && (end = word.offsetByCodePoints(end, -1)) > start) {
                piece = find(word, start, end);
            }
            if (piece == null) {
                return List.of(unknown);
            }
            pieces.add(piece);
            start = end;
        }
        return pieces;
    }

    private @Nullable Integer find(String word, int start, int end) {
        var piece = word.substring(start, end);
        return vocabulary.get(start == 0 ? piece : continuation + piece);
    }

    private int need(String token) {
        var id = vocabulary.get(token);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary of " + vocabulary.size() + " tokens lacks " + token);
        }
        return id;
    }
}
