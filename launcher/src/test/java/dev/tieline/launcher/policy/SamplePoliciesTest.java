package dev.tieline.launcher.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.TielineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample policies stand every tool that people will try on them. */
class SamplePoliciesTest {
    private static final Path FOLDER = Path.of("..", "policy", "rules", "samples");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    static List<String> samples() throws IOException {
        try (var files = Files.list(FOLDER)) {
            var beside = FOLDER.resolveSibling("acme-eu.yaml");
            return Stream.concat(files, Stream.of(beside))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldBeSixAndTheOneOfTheDemonstration() throws IOException {
        assertThat(samples()).hasSize(7);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldGiveNothingToWarnOf(String sample) {
        var run = TielineRun.of("policy", "check", "--strict", sample);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldPassItsOwnCasesAlsoWhenItIsCompiled(String sample) {
        var compiled = temporary.resolve("compiled.yaml").toString();

        var compile = TielineRun.of("policy", "compile", sample, "-o", compiled);

        assertThat(compile.code()).as(compile.err()).isZero();
        var plain = TielineRun.of("policy", "test", "--bundle", sample);
        assertThat(plain.out()).endsWith(" passed, 0 failed\n");
        assertThat(TielineRun.of("policy", "test", "--bundle", compiled)).isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldHaveACaseForEachOfItsParts(String sample) {
        var run = TielineRun.of("policy", "coverage", "--bundle", sample, "--require", "100");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
    }
}
