package dev.tieline.launcher.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String TENANT = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: clinic, version: 1, level: tenant, notBefore: 2026-01-01, expires: 2036-01-01}
            rules: [{id: not-the-us, effect: forbid, hops: {any: {country: {not: [EEA]}}}}]
            """;

    @TempDir
    Path temporary;

    private PolicyFolder folder;

    @BeforeEach
    void open() {
        folder = new PolicyFolder(temporary).with("acme.yaml", PolicyFolder.EU);
    }

    @Test
    void shouldSayWhatABundleHas() {
        var run = folder.run("check acme.yaml");

        assertThat(run.out()).isEqualTo("acme.yaml: acme version 3 (platform), 2 rules, 1 test, 0 warnings\n");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldTellEveryErrorAsCompilersDo() {
        folder.with(
                "acme.yaml",
                PolicyFolder.EU.replace("effect: permit", "effect: allow").replace("[CN]", "[CHINA]"));

        var run = folder.run("check acme.yaml");

        assertThat(run.err()).isEqualTo("""
                acme.yaml:10: rules[0].effect: unknown effect 'allow'. Legal here: permit, forbid
                acme.yaml:15: rules[1].hops.any.country[0]: 'CHINA' is neither a bloc (ADEQUATE, EEA, EU) nor a jurisdiction \
                such as DE or US-CA: 'CHINA' is not a country code of ISO 3166-1 alpha-2.
                """);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void shouldWarnOfWhatTheLintFindsAndFailOnlyWhereThatIsAskedFor() {
        folder.with("acme.yaml", PolicyFolder.EU.replace("[CN]", "[ADEQUATE]"));

        var run = folder.run("check acme.yaml");
        var strict = folder.run("check --strict acme.yaml");

        assertThat(run.err()).isEqualTo("""
                acme.yaml:9: rules[0]: warning: the permit personal-in-adequate never decides, since the rule never-china on \
                line 15 forbids all of it [always-forbidden]
                acme.yaml:15: rules[1].hops.any.country[0]: warning: the bloc ADEQUATE stands plainly in the forbid \
                never-china: a country that leaves it is permitted more, not less [not-monotone]
                """);
        assertThat(run.out()).endsWith("1 test, 2 warnings\n");
        assertThat(run.code()).isZero();
        assertThat(strict.code()).isEqualTo(1);
        assertThat(strict.err()).isEqualTo(run.err());
    }

    @Test
    void shouldWarnOfWhatEndsSoon() {
        var run = folder.run("check acme.yaml --at 2035-12-01T00:00:00Z --within 31d --strict");
        var later = folder.run("check acme.yaml --at 2035-12-01 --within 30d --strict");

        assertThat(run.err())
                .contains("warning: the bundle acme expires at 2036-01-01T00:00:00Z, in 31 days [ends-soon]");
        assertThat(run.code()).isEqualTo(1);
        assertThat(later.code()).isZero();
    }

    @Test
    void shouldReadBundlesOfDifferentLevelsAsOnePolicy() {
        folder.with("clinic.yaml", TENANT);

        var together = folder.run("check clinic.yaml acme.yaml");
        var alone = folder.run("check clinic.yaml");

        assertThat(together.out())
                .contains(
                        "clinic.yaml: clinic version 1 (tenant), 1 rule, 0 tests, 0 warnings\nacme.yaml: acme version 3");
        assertThat(together.code()).isZero();
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("'EEA' is neither a bloc (EU)");
    }

    @Test
    void shouldReadBundlesOfTheSameLevelEachForItself() {
        folder.with("other.yaml", PolicyFolder.EU.replace("id: acme", "id: other"));

        var run = folder.run("check acme.yaml other.yaml none.yaml");

        assertThat(run.out()).contains("acme.yaml: acme version 3").contains("other.yaml: other version 3");
        assertThat(run.err()).isEqualTo("none.yaml:1: there is no such file\n");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void shouldTellProgramsEverything() {
        folder.with("bad.yaml", "apiVersion: 1");
        folder.with("warned.yaml", PolicyFolder.EU.replace("purposes: [", "purposes: [billing, "));

        var run = folder.run("check acme.yaml bad.yaml warned.yaml -o json");

        var json = YamlReader.read("json", run.out()).asMap();
        assertThat(json.list("bundles").maps())
                .extracting(each -> each.string("id") + " " + each.integer("rules"))
                .containsExactly("acme 2", "acme 2");
        assertThat(json.list("errors").maps())
                .extracting(each -> each.string("file") + " " + each.integer("line") + " " + each.string("key"))
                .containsExactly("bad.yaml 1 apiVersion");
        assertThat(json.list("findings").maps())
                .extracting(each -> each.string("kind") + ": " + each.string("message"))
                .containsExactly("unused: no rule names the purpose billing");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void shouldRefuseWhatIsNoBundle() throws IOException {
        Files.createDirectory(folder.path("folder.d"));
        Files.write(folder.path("binary.bin"), new byte[] {(byte) 0xC3, 0x28, 0, 1});
        folder.with("large.yaml", "#".repeat(10_000_000));
        folder.with("empty.yaml", "");

        var run = folder.run("check none.yaml folder.d binary.bin large.yaml empty.yaml");

        assertThat(run.err())
                .contains("none.yaml:1: there is no such file\n")
                .contains("folder.d:1: is a folder\n")
                .contains("binary.bin:1: is not text in UTF-8\n")
                .contains("large.yaml:1: has 10000000 characters; the limit is 4194304\n")
                .contains("empty.yaml:1: is empty\n");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void shouldRefuseAWrongCommandLine() {
        assertThat(folder.run("check").code()).isEqualTo(2);
        assertThat(folder.run("check acme.yaml --within soon").err())
                .contains("needs an integer followed by s, m, h or d, such as 24h, and this is 'soon'");
        assertThat(folder.run("check acme.yaml --at soon").code()).isEqualTo(2);
    }
}
