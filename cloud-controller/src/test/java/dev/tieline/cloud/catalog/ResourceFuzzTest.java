package dev.tieline.cloud.catalog;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.cloud.Samples;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.testing.Fuzzed;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator applies. */
class ResourceFuzzTest {
    private static final Path FOLDER = Path.of("resources");

    static Stream<byte[]> documents() {
        return Stream.of(
                Samples.bytes(Samples.SITES),
                Samples.bytes(Samples.POLICY),
                Samples.bytes(Samples.SIMPLE),
                Samples.bytes(Samples.DEPLOYMENTS.resolve("minilm.yaml")),
                Samples.utf8(Samples.deployment("sums", "simple@1")),
                Samples.utf8("{\"apiVersion\": \"tieline.dev/deployment/v1\"}"));
    }

    /** Its name becomes the name of a file, which lies where the files of its kind do. */
    @MethodSource("documents")
    @FuzzTest
    void shouldReadOrRefuseAnyDocument(byte[] bytes) {
        var read = Fuzzed.decode(bytes.length, DocumentException.class, () -> Document.read("body", bytes));

        read.ifPresent(document -> {
            var again = Document.read("body", document.text().bytes());
            Fuzzed.same(again.kind(), document.kind());
            Fuzzed.same(again.name(), document.name());
            Fuzzed.same(again.blob(), document.blob());
            var folder = FOLDER.resolve(document.kind().plural());
            var file = folder.resolve(document.name() + ".yaml").normalize();
            Fuzzed.same(file.startsWith(folder) && file.getNameCount() == folder.getNameCount() + 1, true);
        });
    }
}
