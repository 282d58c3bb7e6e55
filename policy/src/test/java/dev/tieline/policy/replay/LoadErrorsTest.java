package dev.tieline.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.DocumentException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadErrorsTest {
    private static final String HEAD = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: a, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
            """;

    @Test
    void shouldFindNothingInAValidBundle() {
        assertThat(errors(HEAD)).isEmpty();
    }

    @Test
    void shouldNameEveryRuleAndTestAtFaultByItsLineAndNumberInTheFile() {
        var errors = errors(HEAD + """
                defaults: {public: perhaps}
                rules:
                  - {id: a, effect: forbit}
                  - {id: good, effect: forbid}
                  - {id: b, effect: forbid, for: {class: [secret]}}
                  # between
                  - id: c
                    effect: permit
                    hops: {any: {}}
                  - {id: good, effect: forbid}
                tests:
                  - {name: x, expect: deny}
                """);

        assertThat(errors)
                .containsExactly(
                        "a.yaml:3: defaults.public: unknown default 'perhaps'. Legal here: allow, deny",
                        "a.yaml:5: rules[0].effect: unknown effect 'forbit'. Legal here: permit, forbid",
                        "a.yaml:7: rules[2].for.class[0]: unknown data class 'secret'. Legal here: public, internal,"
                                + " personal, special",
                        "a.yaml:9: rules[3]: needs the key 'for', and it is missing",
                        "a.yaml:12: rules[4].id: the rule id 'good' stands here a second time; the first is on line 6",
                        "a.yaml:14: tests[0]: needs the key 'request', and it is missing");
    }

    @Test
    void shouldEndWithAnErrorOnWhichOthersMayFollow() {
        var errors = errors(HEAD + """
                blocs: {A: [XX]}
                rules: [{id: a, effect: forbit}, {id: b, effect: forbid, hops: {any: {country: [A]}}}]
                """);

        assertThat(errors).hasSize(1).first().asString().startsWith("a.yaml:3: blocs.A[0]: 'XX' is neither a bloc");
    }

    @Test
    void shouldTellTheOneErrorOfWhatIsNotYaml() {
        assertThat(errors("a: [")).hasSize(1).first().asString().contains("is not well-formed YAML");
    }

    @Test
    void shouldTellTheErrorsOfSeveralBundlesThatDecideTogether() {
        var lower = HEAD.replace("platform", "tenant").replace("id: a", "id: b");

        var errors = errors(List.of(
                new BundleText("a.yaml", HEAD + "rules: [{id: x, effect: 1}]"),
                new BundleText(
                        "b.yaml", lower + "rules: [{id: y, effect: 2}, {id: z, effect: forbid, oblige: [audit]}]")));

        assertThat(errors)
                .containsExactly(
                        "a.yaml:3: rules[0].effect: unknown effect '1'. Legal here: permit, forbid",
                        "b.yaml:3: rules[0].effect: unknown effect '2'. Legal here: permit, forbid",
                        "b.yaml:3: rules[1].oblige: oblige cannot stand in a forbid: what it denies is recorded in any"
                                + " case");
    }

    @Test
    void shouldStopAfterTwenty() {
        var rules = IntStream.range(0, 30)
                .mapToObj(i -> "  - {id: r" + i + ", effect: none}\n")
                .collect(Collectors.joining());

        var errors = errors(HEAD + "rules:\n" + rules);

        assertThat(errors).hasSize(LoadErrors.MOST).last().asString().startsWith("a.yaml:23: rules[19].effect");
    }

    private static List<String> errors(String text) {
        return errors(List.of(new BundleText("a.yaml", text)));
    }

    private static List<String> errors(List<BundleText> texts) {
        return LoadErrors.of(texts, PolicySetReader::read).stream()
                .map(DocumentException::getMessage)
                .toList();
    }
}
