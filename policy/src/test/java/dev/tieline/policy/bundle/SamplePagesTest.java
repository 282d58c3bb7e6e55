package dev.tieline.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/policies} shows of the samples is true. */
class SamplePagesTest {
    private static final Path PAGES = Path.of("..", "docs", "policies");
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("policy/[a-z/-]+\\.yaml");
    private static final Pattern QUESTION = Pattern.compile(
            "explain --bundle (\\S+) --request - <<'END'\\n(.*?)END\\n```\\n\\n```\\n(.*?)\\n```", Pattern.DOTALL);

    static List<String> names() throws IOException {
        return SamplesTest.names();
    }

    private static String page(String name) {
        return YamlReader.text(PAGES.resolve(name + ".md"));
    }

    private static Path file(String name) {
        return Path.of("rules", "samples", name + ".yaml");
    }

    private static PolicyBundle bundle(BundleText text) {
        return SamplesTest.policy(text).platform().orElseThrow();
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    @Test
    void shouldBeListedInTheIndex() throws IOException {
        var index = page("README");

        assertThat(names()).allSatisfy(name -> assertThat(index).contains("[" + name + "](" + name + ".md)"));
        try (var pages = Files.list(PAGES)) {
            assertThat(pages).hasSize(names().size() + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldExplainEveryRuleTagPurposeAndBloc(String name) {
        var bundle = bundle(BundleText.of(file(name)));

        var words = Stream.of(bundle.rules(), bundle.tags(), bundle.purposes(), bundle.blocs())
                .flatMap(set -> set.stream())
                .filter(word -> !word.equals("EU") || name.equals("eu-personal-adequacy"));

        assertThat(words).isNotEmpty().allSatisfy(word -> assertThat(page(name)).contains(word));
        assertThat(bundle.rules()).allSatisfy(rule -> assertThat(page(name)).contains("`" + rule + "`"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldSayThatItIsNoLegalAdvice(String name) {
        assertThat(page(name)).contains("It is a sample, and not legal advice.");
    }

    /** Either a part of the sample as it stands there, or rules that somebody could add to it. */
    @ParameterizedTest
    @MethodSource("names")
    void shouldShowPartsOfTheSampleOrRulesThatFitIntoIt(String name) {
        var sample = YamlReader.text(file(name));
        var declarations = sample.substring(0, sample.indexOf("\nrules:\n"));

        assertThat(all(YAML, page(name))).isNotEmpty().allSatisfy(block -> {
            if (block.startsWith("- id: ")) {
                var bundle = bundle(new BundleText(name, declarations + "\nrules:\n" + block));
                assertThat(bundle(BundleText.of(file(name))).rules()).doesNotContainAnyElementsOf(bundle.rules());
            } else {
                assertThat(sample).contains(block);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAnswerAsThePageSays(String name) {
        var question = QUESTION.matcher(page(name)).results().findFirst().orElseThrow();
        var request = request(question);

        var decision = evaluator(question).decide(request);

        assertThat(question.group(3).lines().findFirst().orElseThrow())
                .startsWith(decision.permitted() ? "PERMIT " : "DENY ")
                .endsWith(": " + decision.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu-personal-adequacy", "export-controlled-imagery"})
    void shouldAnswerOtherwiseASecondEarlierAsThePageSays(String name) {
        var question = QUESTION.matcher(page(name)).results().findFirst().orElseThrow();
        var request = request(question);

        var earlier = new PolicyRequest(
                request.action(),
                request.label(),
                request.purpose(),
                request.transform(),
                request.at().minusSeconds(1),
                request.origin(),
                request.path());

        assertThat(page(name)).contains("A second earlier ");
        assertThat(evaluator(question).permits(request)).isFalse();
        assertThat(evaluator(question).permits(earlier)).isTrue();
    }

    private static PolicyEvaluator evaluator(MatchResult question) {
        var file = Path.of("..").resolve(question.group(1));
        return new PolicyEvaluator(new BundleState.Valid(SamplesTest.policy(BundleText.of(file))));
    }

    private static PolicyRequest request(MatchResult question) {
        return PolicyRequestReader.read(
                YamlReader.read("page", question.group(2)).asMap());
    }

    @Test
    void shouldNameOnlyFilesThatThereAre() throws IOException {
        var pages = Stream.concat(names().stream(), Stream.of("README")).map(SamplePagesTest::page);

        var named = pages.flatMap(page -> all(SHELL, page).stream())
                .flatMap(block -> FILE.matcher(block).results().map(MatchResult::group));

        assertThat(named)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Path.of("..").resolve(file)).exists());
    }
}
