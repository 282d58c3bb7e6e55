package dev.tieline.policy.bundle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.testing.Fuzzed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyBundleFuzzTest {

    static Stream<byte[]> bundles() throws IOException {
        return Stream.of(
                Files.readAllBytes(Path.of("rules/acme-eu.yaml")),
                "apiVersion: tieline.dev/policy/v1\nbundle: {id: a, version: 1}\nrules: [{id: a, hops: {any: {}}}]\n"
                        .getBytes(StandardCharsets.UTF_8),
                "[&a [*a]]".getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("bundles")
    @FuzzTest
    void shouldReadOrRefuseAnyBundle(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);

        var read = Fuzzed.decode(
                bytes.length, DocumentException.class, () -> PolicyBundleReader.read("bundle.yaml", text));

        read.ifPresent(bundle -> Fuzzed.same(
                bundle.rules().size(),
                PolicyBundleReader.read("bundle.yaml", text).rules().size()));
    }
}
