package dev.tieline.policy.guard.compile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.guard.CheckedGuard;
import dev.tieline.policy.guard.GuardException;
import dev.tieline.policy.guard.GuardLoader;
import dev.tieline.policy.testing.Fuzzed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class GuardFuzzTest {
    private static final CelGuardCompiler COMPILER = new CelGuardCompiler();
    private static final GuardLoader LOADER = new GuardLoader(Set.of("health"), Set.of());
    private static final Hop HOP = Hop.process(SiteFacts.unknown("worker"));
    private static final PolicyRequest REQUEST = new PolicyRequest(
            Action.INFER,
            DataLabel.of(DataClass.PUBLIC, "health"),
            null,
            null,
            Instant.EPOCH,
            new Origin("acme", SiteFacts.unknown("")),
            TransferPath.of(HOP));

    static Stream<byte[]> expressions() {
        return Stream.of(
                        "'dpf' in hop.certs",
                        "has(hop.country) && hop.country != origin.country",
                        "request.tags.exists(t, t.startsWith('h') && t.matches('^h.*$'))",
                        "[1, 2].map(a, {a: 'x'})[0][1] == 'x' ? hop.retention_s + 1 > 2 : !(hop.tee || 1.0 < 2)")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("expressions")
    @FuzzTest
    void shouldCompileOrRefuseAnyExpressionAndAnswerByIt(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);

        Fuzzed.decode(bytes.length, GuardException.class, () -> LOADER.load(COMPILER.compile(text)))
                .ifPresent(guard -> Fuzzed.same(guard.test(REQUEST, HOP), guard.test(REQUEST, HOP)));
    }

    /** The compiled forms of those that can be used. */
    static Stream<byte[]> trees() {
        return expressions().flatMap(text -> {
            try {
                return Stream.of(COMPILER.compile(new String(text, StandardCharsets.UTF_8))
                        .checked());
            } catch (GuardException e) {
                return Stream.empty();
            }
        });
    }

    @MethodSource("trees")
    @FuzzTest
    void shouldLoadOrRefuseAnyTreeAndAnswerByIt(byte[] bytes) {
        Fuzzed.decode(bytes.length, GuardException.class, () -> LOADER.load(new CheckedGuard("x", bytes)))
                .ifPresent(guard -> Fuzzed.same(guard.test(REQUEST, HOP), guard.test(REQUEST, HOP)));
    }
}
