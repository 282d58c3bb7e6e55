package dev.tieline.cloud.api;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.cloud.Samples;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.json.Json;
import dev.tieline.policy.testing.Fuzzed;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API is asked: requests to explain, and headers. */
class QuestionFuzzTest {
    private static final PolicyExplainer EXPLAINER = new PolicyExplainer(PolicySetReader.read(Samples.POLICY));

    static Stream<byte[]> requests() {
        return Stream.of(Samples.personalTo("us-east", "US-VA"), """
                {"action": "infer", "label": {"class": "special", "tags": ["health"]}, "at": "2026-11-22",
                 "path": [{"role": "process", "country": "DE"}]}""").map(Samples::utf8);
    }

    /** The size, and the header after a line's end. */
    static Stream<byte[]> ranges() {
        return Stream.of("1000\nbytes=0-99", "1000\nbytes=-5", "1\nbytes=5-", "1000\nbytes=0-1,2-3", "7\nlines=1-2")
                .map(Samples::utf8);
    }

    static Stream<byte[]> accepted() {
        return Stream.of("application/yaml", "application/json;q=0.5, application/yaml;q=1.000", "*/*\ntext/html;x")
                .map(Samples::utf8);
    }

    @MethodSource("requests")
    @FuzzTest
    void shouldExplainOrRefuseAnyRequest(byte[] bytes) {
        var explained = Fuzzed.decode(bytes.length, DocumentException.class, () -> EXPLAINER.explain(bytes));

        explained.ifPresent(explanation -> {
            var answer = YamlReader.read("answer", Json.text(explanation)).asMap();
            Fuzzed.same(answer.string("decision").isEmpty(), false);
        });
    }

    @MethodSource("ranges")
    @FuzzTest
    void shouldFindTheBytesOfAnyRange(byte[] bytes) {
        var parts = text(bytes).split("\n", 2);
        if (parts.length < 2 || !parts[0].matches("[1-9][0-9]{0,17}")) {
            return;
        }
        long size = Long.parseLong(parts[0]);

        var found = Fuzzed.decode(bytes.length, NeverThrown.class, () -> ByteRange.of(parts[1], size));

        if (found.orElseThrow() instanceof ByteRange.Part(long first, long length)) {
            Fuzzed.same(first >= 0 && length >= 1 && first <= size - length, true);
        }
    }

    @MethodSource("accepted")
    @FuzzTest
    void shouldTellWhichFormIsWanted(byte[] bytes) {
        var headers = text(bytes).lines().toList();

        var yaml = Fuzzed.decode(bytes.length, NeverThrown.class, () -> Questions.prefersYaml(headers));

        if (yaml.orElseThrow()) {
            Fuzzed.same(
                    headers.stream()
                            .anyMatch(header -> header.toLowerCase(Locale.ROOT).contains(Answer.YAML)),
                    true);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Nothing may be thrown at all. */
    private static final class NeverThrown extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
