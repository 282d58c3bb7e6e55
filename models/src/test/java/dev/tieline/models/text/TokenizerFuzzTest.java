package dev.tieline.models.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.policy.testing.Fuzzed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerFuzzTest {
    private static final String FILE = """
            {"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,
             "lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},
             "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",
             "max_input_chars_per_word":100,"vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"pump":4,"##s":5}}}
            """;
    private static final WordPieceTokenizer TOKENIZER = read(FILE.getBytes(StandardCharsets.UTF_8));
    private static final int MAX_TOKENS = 64;

    static Stream<byte[]> files() {
        return Stream.of(FILE.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> texts() {
        return Stream.of("Pumps leak!", "Ünï\u0301cödé 水 [SEP]", "\ud800 \u0000")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("files")
    @FuzzTest
    void shouldReadOrRefuseAnyFile(byte[] bytes) {
        var read = Fuzzed.decode(
                bytes.length, IOException.class, () -> WordPieceTokenizer.read(new ByteArrayInputStream(bytes)));

        read.ifPresent(tokenizer -> check(tokenizer.encode("Pumps leak!", MAX_TOKENS)));
    }

    @MethodSource("texts")
    @FuzzTest
    void shouldMakeTokensOfAnyText(byte[] bytes) {
        check(TOKENIZER.encode(new String(bytes, StandardCharsets.UTF_8), MAX_TOKENS));
        check(TOKENIZER.encode(new String(bytes, StandardCharsets.UTF_16), MAX_TOKENS));
    }

    private static void check(long[] ids) {
        if (ids.length < 2 || ids.length > MAX_TOKENS) {
            throw new AssertionError("a text of at most " + MAX_TOKENS + " tokens has " + ids.length);
        }
    }

    private static WordPieceTokenizer read(byte[] file) {
        try {
            return WordPieceTokenizer.read(new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
