package dev.tieline.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import dev.tieline.policy.guard.compile.CelGuardCompiler;
import dev.tieline.policy.schema.SchemaFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample bundles do what they say, and their cases say all of it. */
class SamplesTest {
    private static final Path FOLDER = Path.of("rules", "samples");
    /** What the documentation and the demonstration work with; it stands beside the folder and has no page. */
    private static final String ACME = "acme-eu";

    private static final CelGuardCompiler COMPILER = new CelGuardCompiler();

    /** A sample with what it decides about its own cases. */
    private record Sample(String name, PolicyBundle bundle, PolicyEvaluator evaluator) {

        private static final Map<String, Sample> READ = new ConcurrentHashMap<>();

        static Sample of(String name) {
            return READ.computeIfAbsent(name, Sample::read);
        }

        private static Sample read(String name) {
            var policy = policy(BundleText.of(file(name)));
            return new Sample(
                    name, policy.platform().orElseThrow(), new PolicyEvaluator(new BundleState.Valid(policy)));
        }

        List<PolicyDecision> decisions() {
            return bundle.tests().stream()
                    .map(each -> evaluator.decide(each.request()))
                    .toList();
        }
    }

    /** The policy of a bundle, whose expressions are compiled here. */
    static PolicySet policy(BundleText bundle) {
        return PolicySetReader.read(List.of(bundle), COMPILER);
    }

    private static Path file(String name) {
        var folder = name.equals(ACME) ? Objects.requireNonNull(FOLDER.getParent()) : FOLDER;
        return folder.resolve(name + ".yaml");
    }

    static List<String> names() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        }
    }

    static List<String> all() throws IOException {
        return Stream.concat(names().stream(), Stream.of(ACME)).toList();
    }

    @Test
    void shouldBeThese() throws IOException {
        assertThat(names())
                .containsExactly(
                        "all-at-home",
                        "eu-health",
                        "eu-personal-adequacy",
                        "export-controlled-imagery",
                        "on-site-broker",
                        "us-health");
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldDecideItsCasesAsTheyExpect(String name) {
        var sample = Sample.of(name);

        var failures = sample.bundle().tests().stream()
                .map(each -> new Answer(each, sample.evaluator().decide(each.request())))
                .filter(answer -> !answer.asExpected());

        assertThat(sample.bundle().tests()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(failures).isEmpty();
    }

    /** What was decided about a case; told in one line where it is wrong. */
    private record Answer(PolicyCase question, PolicyDecision decision) {

        boolean asExpected() {
            return question.passes(decision);
        }

        @Override
        public String toString() {
            return question.place() + " '" + question.name() + "' expects " + question.expected() + ": "
                    + decision.explain();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldHaveACaseThatEachRuleDecides(String name) {
        var sample = Sample.of(name);

        var decisions = sample.decisions();

        assertThat(with(decisions, PolicyDecision::permitted)).isNotEmpty();
        assertThat(with(decisions, decision -> !decision.permitted())).isNotEmpty();
        var decided = decisions.stream()
                .map(PolicyDecision::decidingRule)
                .filter(rule -> rule != null)
                .collect(Collectors.toCollection(TreeSet::new));
        var heard = decisions.stream()
                .flatMap(decision -> decision.audited().stream())
                .collect(Collectors.toSet());
        assertThat(heard).doesNotContainAnyElementsOf(decided);
        decided.addAll(heard);
        assertThat(decided).isEqualTo(sample.bundle().rules());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldHaveACaseInWhichEachRuleOnTrialIsSilent(String name) {
        var sample = Sample.of(name);
        var rules = YamlReader.read(file(name)).asMap().list("rules").maps();

        var onTrial = rules.stream()
                .filter(rule -> rule.findString("mode").orElse("enforce").equals("audit"))
                .map(rule -> rule.string("id"));

        assertThat(onTrial)
                .allSatisfy(rule -> assertThat(sample.decisions())
                        .anyMatch(decision -> decision.audited().contains(rule))
                        .anyMatch(decision ->
                                decision.permitted() && !decision.audited().contains(rule)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldHaveCasesOnBothSidesOfEachDate(String name) {
        var moments = Sample.of(name).bundle().tests().stream()
                .map(each -> each.request().at())
                .collect(Collectors.toSet());

        assertThat(dates(name)).isNotEmpty().allSatisfy(date -> {
            assertThat(moments).contains(date);
            assertThat(moments)
                    .anyMatch(moment -> moment.isBefore(date)
                            && Duration.between(moment, date).compareTo(Duration.ofSeconds(1)) <= 0);
        });
    }

    /** The dates on which something changes. A member that is suspended changes nothing by its dates. */
    private static Collection<Instant> dates(String name) {
        var document = YamlReader.read(file(name)).asMap();
        var head = document.map("bundle");
        var members = document.find("blocs").map(YamlValue::asMap).map(YamlMap::entries).stream()
                .flatMap(blocs -> blocs.values().stream())
                .flatMap(bloc -> bloc.asList().items().stream())
                .filter(YamlMap.class::isInstance)
                .map(YamlValue::asMap)
                .filter(member -> !member.has("suspended"));
        var dated = members.flatMap(member -> Stream.of(member.find("from"), member.find("until")))
                .flatMap(date -> date.stream());
        return Stream.concat(Stream.of(head.get("notBefore"), head.get("expires")), dated)
                .map(YamlValue::asScalar)
                .map(YamlScalar::instant)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldSayAtItsHeadThatItIsASample(String name) {
        var lines = YamlReader.text(file(name)).lines().toList();

        assertThat(lines.getFirst())
                .startsWith("# yaml-language-server: $schema=")
                .satisfies(line -> assertThat(file(name).resolveSibling(line.substring(line.indexOf('=') + 1)))
                        .exists());
        assertThat(lines.get(1)).startsWith("# A SAMPLE, AND NOT LEGAL ADVICE.");
        assertThat(Sample.of(name).bundle().id()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldBeValidByTheSchema(String name) {
        assertThat(SchemaFile.BUNDLE.objections(YamlReader.text(file(name)))).isEmpty();
    }

    private static List<PolicyDecision> with(List<PolicyDecision> decisions, Predicate<PolicyDecision> property) {
        return decisions.stream().filter(property).toList();
    }
}
