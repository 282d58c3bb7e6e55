package dev.tieline.launcher.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.document.YamlReader;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
    @TempDir
    Path temporary;

    private PolicyFolder folder;

    @BeforeEach
    void open() {
        folder = new PolicyFolder(temporary).with("acme.yaml", PolicyFolder.EU);
    }

    @Test
    void shouldPassTheTestsOfABundle() {
        var run = folder.run("test --bundle acme.yaml");

        assertThat(run.out()).isEqualTo("1 passed, 0 failed\n");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldPrintEachFailingCaseWithWhatWasExpectedAndWhy() {
        folder.with("cases.yaml", PolicyFolder.cases("personal CN permit", "personal JP permit", "public JP permit"));

        var run = folder.run("test --bundle acme.yaml --cases cases.yaml");

        assertThat(run.out()).isEqualTo("""
                FAILED personal CN permit (cases.yaml:1)
                  expected permit, got deny by rule never-china
                  DENY infer personal -> worker: rule never-china forbids it at hop 2 (process worker: country CN, needs other than CN)
                FAILED personal JP permit (cases.yaml:2)
                  expected permit, got deny
                  DENY infer personal -> worker: personal is denied by default; rule personal-in-adequate failed at hop 2 \
                (process worker: country JP, needs ADEQUATE)
                2 passed, 2 failed
                """);
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void shouldFailWhereAnotherRuleDecides() {
        folder.with(
                "cases.yaml",
                PolicyFolder.cases("personal CN deny").replace("expect: deny", "expect: deny, rule: other"));

        var run = folder.run("test --bundle acme.yaml --cases cases.yaml");

        assertThat(run.out()).contains("  expected deny by rule other, got deny by rule never-china\n");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void shouldTellProgramsOfEveryCase() {
        folder.with("cases.yaml", PolicyFolder.cases("personal CN permit"));

        var run = folder.run("test --bundle acme.yaml --cases cases.yaml -o json");

        var json = YamlReader.read("json", run.out()).asMap();
        assertThat(json.integer("passed")).isEqualTo(1);
        assertThat(json.integer("failed")).isEqualTo(1);
        assertThat(json.list("cases").maps())
                .extracting(each -> each.string("name") + " " + each.string("expect") + " "
                        + each.map("got").string("decision"))
                .containsExactly("diagnostics in France permit permit", "personal CN permit permit deny");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void shouldRefuseToPassWithoutACase() {
        var text = PolicyFolder.EU;
        folder.with("acme.yaml", text.substring(0, text.indexOf("tests:")));

        var run = folder.run("test --bundle acme.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("tieline: there are no cases: none under tests in acme version 3. Maybe name a file with"
                        + " --cases\n");
    }

    @Test
    void shouldRefuseAnEmptyFileOfCases() {
        folder.with("cases.yaml", "");

        var run = folder.run("test --bundle acme.yaml --cases cases.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("tieline: cases.yaml:1: is empty\n");
    }

    @Test
    void shouldRefuseABundleThatCannotBeRead() {
        folder.with("acme.yaml", PolicyFolder.EU.replace("effect: permit", "effect: allow"));

        var run = folder.run("test --bundle acme.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "tieline: acme.yaml:10: rules[0].effect: unknown effect 'allow'. Legal here: permit, forbid\n");
    }

    @Test
    void shouldAskSeveralLevelsTogether() {
        folder.with("site.yaml", """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: berlin, version: 1, level: site, notBefore: 2026-01-01, expires: 2036-01-01}
                rules: [{id: stay-in-germany, effect: permit, for: {class: [special]}, hops: {any: {country: [DE]}}}]
                """);

        var run = folder.run("test --bundle acme.yaml --bundle site.yaml");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("bundle berlin version 1 of the level site narrows it");
    }
}
