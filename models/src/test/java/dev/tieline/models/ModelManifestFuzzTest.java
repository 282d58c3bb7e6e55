package dev.tieline.models;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.testing.Fuzzed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ModelManifestFuzzTest {

    static Stream<byte[]> cards() throws IOException {
        return Stream.of(
                Files.readAllBytes(Path.of("catalog/minilm.yaml")),
                Files.readAllBytes(Path.of("catalog/simple.yaml")),
                Files.readAllBytes(Path.of("catalog/silero-vad.yaml")));
    }

    @MethodSource("cards")
    @FuzzTest
    void shouldReadOrRefuseAnyCard(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);

        var read =
                Fuzzed.decode(bytes.length, DocumentException.class, () -> ModelManifestReader.read("card.yaml", text));

        read.ifPresent(card -> Fuzzed.same(card, ModelManifestReader.read("card.yaml", text)));
    }
}
