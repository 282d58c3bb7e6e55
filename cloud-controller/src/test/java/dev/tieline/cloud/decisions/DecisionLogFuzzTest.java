package dev.tieline.cloud.decisions;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.cloud.Samples;
import dev.tieline.policy.testing.Fuzzed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** The file of decisions after whatever befell it: the controller starts, and what can be read is there. */
class DecisionLogFuzzTest {
    @TempDir
    Path folder;

    static Stream<byte[]> files() {
        return Stream.of("""
                {"at":"2026-11-22T12:00:00Z","deployment":"sums","outcome":"removed","chosen":[]}
                """, """
                {"at":"2026-11-22T12:00:00Z","deployment":"sums","model":"simple@1","outcome":"placed","reason":null,\
                "chosen":[{"node":"eu-west/lyon-1","state":"placed","total":1.5,"scores":{"cost":1}}],\
                "refusals":[{"filter":"sovereignty","rule":null,"nodes":1}],\
                "rejected":[],"bundles":[{"id":"acme-eu","version":1}]}
                {"deployment":""", "\n\n{}\n[]\n{\"deployment\":7}\n").map(Samples::utf8);
    }

    @MethodSource("files")
    @FuzzTest
    void shouldOpenAnyFile(byte[] bytes) throws IOException {
        var file = folder.resolve("decisions.jsonl");
        Files.write(file, bytes);

        var newest = Fuzzed.decode(bytes.length, NeverThrown.class, () -> newest(file));

        for (var line : newest.orElseThrow()) {
            Fuzzed.same(line.lines().count() <= 1, true);
        }
    }

    private static List<String> newest(Path file) {
        try (var log = DecisionLog.open(file, 1 << 20)) {
            return log.newest(10, Optional.empty());
        }
    }

    /** Nothing may be thrown at all. */
    private static final class NeverThrown extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
