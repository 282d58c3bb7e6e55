package dev.tieline.models.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code tokenizer.json}, the file of a tokenizer's vocabulary and rules, and refuses rules that are not ours. */
final class TokenizerFile {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(4096)
                    .build())
            .build();
    private static final int MAX_TOKENS = 1 << 20;

    private final Map<String, Integer> vocabulary = new HashMap<>();
    private String continuation = "##";
    private String unknown = "[UNK]";
    private int longestWord = 100;
    private @Nullable String model;
    private @Nullable String normalizer;
    private @Nullable String splitter;
    private boolean lowercase;
    private boolean chinese;
    private boolean clean;
    private boolean accents = true;

    WordPieceTokenizer read(InputStream file) throws IOException {
        try (var json = FACTORY.createParser(file)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the tokenizer file is not a JSON object");
            }
            eachField(json, this::readPart);
        }
        need("model.type", "WordPiece", model);
        need("normalizer.type", "BertNormalizer", normalizer);
        need("pre_tokenizer.type", "BertPreTokenizer", splitter);
        if (!lowercase || !chinese || !clean || !accents) {
            throw new IOException("the tokenizer file's normalizer has lowercase=" + lowercase
                    + ", handle_chinese_chars=" + chinese + ", clean_text=" + clean + ", strip_accents=" + accents
                    + ", and only the uncased form with all of them is read");
        }
        try {
            return new WordPieceTokenizer(vocabulary, continuation, longestWord, unknown);
        } catch (IllegalArgumentException e) {
            throw new IOException("the tokenizer file is incomplete: " + e.getMessage(), e);
        }
    }

    private static void need(String key, String wanted, @Nullable String actual) throws IOException {
        if (!wanted.equals(actual)) {
            throw new IOException("the tokenizer file has " + key + " " + actual + ", and only " + wanted + " is read");
        }
    }

    private void readPart(JsonParser json, String key) throws IOException {
        switch (key) {
            case "model" -> eachField(json, this::readModel);
            case "normalizer" -> eachField(json, this::readNormalizer);
            case "pre_tokenizer" ->
                eachField(json, (value, field) -> {
                    if (field.equals("type")) {
                        splitter = value.getText();
                    }
                    value.skipChildren();
                });
            default -> json.skipChildren();
        }
    }

    private void readModel(JsonParser json, String key) throws IOException {
        switch (key) {
            case "type" -> model = json.getText();
            case "unk_token" -> unknown = json.getText();
            case "continuing_subword_prefix" -> continuation = json.getText();
            case "max_input_chars_per_word" -> longestWord = json.getIntValue();
            case "vocab" ->
                eachField(json, (value, token) -> {
                    if (vocabulary.size() == MAX_TOKENS) {
                        throw new IOException("the tokenizer file has more than " + MAX_TOKENS + " tokens");
                    }
                    vocabulary.put(token, value.getIntValue());
                });
            default -> json.skipChildren();
        }
    }

    private void readNormalizer(JsonParser json, String key) throws IOException {
        switch (key) {
            case "type" -> normalizer = json.getText();
            case "lowercase" -> lowercase = json.getBooleanValue();
            case "handle_chinese_chars" -> chinese = json.getBooleanValue();
            case "clean_text" -> clean = json.getBooleanValue();
            // Null means: as lowercase says.
            case "strip_accents" -> accents = json.currentToken() != JsonToken.VALUE_FALSE;
            default -> json.skipChildren();
        }
    }

    private interface Field {
        void read(JsonParser json, String key) throws IOException;
    }

    private static void eachField(JsonParser json, Field field) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("the tokenizer file needs an object at "
                    + json.getParsingContext().pathAsPointer());
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var key = json.currentName();
            json.nextToken();
            field.read(json, key);
        }
    }
}
