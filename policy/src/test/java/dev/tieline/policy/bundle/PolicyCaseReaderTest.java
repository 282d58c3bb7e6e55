package dev.tieline.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyCaseReaderTest {
    private static final String REQUEST =
            "{action: infer, label: {class: personal, tags: []}, at: 2026-07-01, path: [{role: process, country: US}]}";
    private static final String RULES = """
            rules: [{id: eea, effect: permit, for: {class: [personal]}, hops: {any: {country: [EEA]}}}]
            """;

    @TempDir
    Path folder;

    @Test
    void shouldReadTheCasesOfABundleInTheirOrder() {
        var bundle = Bundles.bundle(RULES + """
                tests:
                  - name: leaves for the United States
                    request: %s
                    expect: deny
                  - {name: another, request: %s, expect: permit, rule: eea}
                """.formatted(REQUEST, REQUEST));

        var cases = bundle.tests();

        assertThat(cases).extracting(PolicyCase::name).containsExactly("leaves for the United States", "another");
        var first = cases.getFirst();
        assertThat(first.request().action()).isEqualTo(Action.INFER);
        assertThat(first.request().label().dataClass()).isEqualTo(DataClass.PERSONAL);
        assertThat(first.expected()).isEqualTo("deny");
        assertThat(first.place()).hasToString("test.yaml:8: tests[0]");
        assertThat(cases.get(1).expected()).isEqualTo("permit by rule eea");
    }

    @Test
    void shouldDecideAsIfTheCasesWereNotThere() {
        var with = Bundles.bundle(RULES + "tests: [{name: a, request: " + REQUEST + ", expect: permit}]\n");
        var request = with.tests().getFirst().request();

        assertThat(Bundles.evaluator(with).decide(request))
                .isEqualTo(Bundles.evaluator(RULES).decide(request));
    }

    @Test
    void shouldReadAFileOfCases() throws IOException {
        var file = Files.writeString(
                folder.resolve("cases.yaml"), "- {name: a, request: " + REQUEST + ", expect: deny}\n");

        assertThat(PolicyCaseReader.read(file)).hasSize(1);
        assertThat(PolicyCaseReader.read(file).getFirst().expect()).isEqualTo(PolicyCase.Expected.DENY);
    }

    @Test
    void shouldPassOnlyByTheExpectedRuleWhereOneIsNamed() {
        var evaluator = Bundles.evaluator("rules: [{id: b, effect: forbid}, {id: c, effect: forbid}]");
        var cases = Bundles.bundle("""
                tests:
                  - {name: any, request: %1$s, expect: deny}
                  - {name: first, request: %1$s, expect: deny, rule: b}
                  - {name: second, request: %1$s, expect: deny, rule: c}
                  - {name: wrong, request: %1$s, expect: permit, rule: b}
                """.formatted(REQUEST)).tests();

        assertThat(cases)
                .extracting(each -> each.passes(evaluator.decide(each.request())))
                .containsExactly(true, true, false, false);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldRefuse(String cases, String message) throws IOException {
        var file = Files.writeString(folder.resolve("cases.yaml"), cases);

        assertThatThrownBy(() -> PolicyCaseReader.read(file))
                .isInstanceOf(DocumentException.class)
                .hasMessage(file + ":" + message);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("", "1: is empty"),
                arguments("[]", "1: needs at least one item, and the list is empty"),
                arguments("{name: a}", "1: needs a list, and this is a map"),
                arguments("- a", "1: [0]: needs a map of keys to values, and this is a value"),
                arguments("- {name: a, expect: deny}", "1: [0]: needs the key 'request', and it is missing"),
                arguments("- {name: a, request: " + REQUEST + "}", "1: [0]: needs the key 'expect', and it is missing"),
                arguments(
                        "- {name: a, request: " + REQUEST + ", expect: allow}",
                        "1: [0].expect: unknown answer 'allow'. Legal here: permit, deny"),
                arguments(
                        "- {name: a, request: " + REQUEST + ", expects: deny}",
                        "1: [0].expects: unknown key 'expects'. Legal here: name, request, expect, rule"),
                arguments(
                        "- {name: ' ', request: " + REQUEST + ", expect: deny}",
                        "1: [0].name: needs a name for the case, and this is blank"),
                arguments(
                        "- {name: a, request: " + REQUEST + ", expect: deny, rule: 'a b'}",
                        "1: [0].rule: 'a b' is not a rule id: it has 1 to 63 letters, digits, dots, hyphens and"
                                + " underscores, and starts with a letter or digit"),
                arguments(
                        "- {name: a, request: {action: infer}, expect: deny}",
                        "1: [0].request: needs the key 'label', and it is missing"),
                arguments(
                        "- &one {name: a, request: " + REQUEST + ", expect: deny}\n",
                        "1: [0]: has an anchor, which is not supported here"),
                arguments(
                        """
                        - {name: a, request: %1$s, expect: deny}
                        - {name: a, request: %1$s, expect: deny}
                        """.formatted(REQUEST),
                        "2: [1].name: the case 'a' stands here a second time; the first is on line 1"));
    }
}
