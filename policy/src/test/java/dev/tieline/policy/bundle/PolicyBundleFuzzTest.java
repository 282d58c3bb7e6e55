package dev.tieline.policy.bundle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.guard.compile.BundleCompiler;
import dev.tieline.policy.guard.compile.CelGuardCompiler;
import dev.tieline.policy.testing.Fuzzed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyBundleFuzzTest {
    private static final CelGuardCompiler COMPILER = new CelGuardCompiler();

    static Stream<byte[]> bundles() throws IOException {
        return Stream.of(
                Files.readAllBytes(Path.of("rules/acme-eu.yaml")),
                "apiVersion: tieline.dev/policy/v1\nbundle: {id: a, version: 1}\nrules: [{id: a, hops: {any: {}}}]\n"
                        .getBytes(StandardCharsets.UTF_8),
                (Bundles.HEAD + "blocs: {X: [{country: US, from: 2020-01-01, when: \"hop.tee\"}]}\n"
                                + "rules: [{id: a, effect: forbid, when: \"'x' in request.tags || hop.tier != ''\"}]\n")
                        .getBytes(StandardCharsets.UTF_8),
                "[&a [*a]]".getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("bundles")
    @FuzzTest
    void shouldReadOrRefuseAnyBundle(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);

        var read =
                Fuzzed.decode(bytes.length, DocumentException.class, () -> PolicySetReader.read("bundle.yaml", text));

        read.ifPresent(policy -> Fuzzed.same(rules(policy), rules(PolicySetReader.read("bundle.yaml", text))));
    }

    @MethodSource("bundles")
    @FuzzTest
    void shouldReadWhatItHasCompiled(byte[] bytes) {
        var text = new BundleText("bundle.yaml", new String(bytes, StandardCharsets.UTF_8));

        var read = Fuzzed.decode(
                bytes.length, DocumentException.class, () -> PolicySetReader.read(List.of(text), COMPILER));

        read.ifPresent(policy -> Fuzzed.same(
                rules(policy), rules(PolicySetReader.read("bundle.yaml", new BundleCompiler().compile(text)))));
    }

    private static SortedSet<String> rules(PolicySet policy) {
        return policy.bundles().getFirst().rules();
    }
}
