package dev.tieline.policy.bundle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.guard.compile.BundleCompiler;
import dev.tieline.policy.guard.compile.CelGuardCompiler;
import dev.tieline.policy.testing.Fuzzed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyBundleFuzzTest {
    private static final CelGuardCompiler COMPILER = new CelGuardCompiler();

    private static final String GUARDED = Bundles.HEAD
            + "blocs: {X: [{country: US, from: 2020-01-01, when: \"hop.tee\"}]}\n"
            + "rules: [{id: a, effect: forbid, when: \"'x' in request.tags || hop.tier != ''\"}]\n";
    private static final String LEVEL = Bundles.HEAD.replace("platform", "site") + """
            tags: [t]
            rules: [{id: a, effect: permit, mode: audit, for: {class: [personal], tags: [t]}, hops: {any: {same: origin.site}}}]
            tests:
              - name: here
                request: {action: infer, label: {class: personal, tags: [t]}, at: 2026-06-01, path: [{role: process, country: DE}]}
                expect: deny
                rule: a
            """;

    /** Short ones, which the fuzzer can change as a whole; a compiled one, whose expressions are trees in bytes. */
    static Stream<byte[]> bundles() {
        var acme = YamlReader.text(Path.of("rules/acme-eu.yaml"));
        return Stream.of(
                        acme.substring(0, acme.indexOf("\ntests:")),
                        "apiVersion: tieline.dev/policy/v1\nbundle: {id: a, version: 1}\nrules: [{id: a, hops: {any: {}}}]\n",
                        GUARDED,
                        new BundleCompiler().compile(new BundleText("guarded.yaml", GUARDED)),
                        LEVEL,
                        "[&a [*a]]")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
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
