package dev.tieline.launcher.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.document.YamlReader;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageCommandTest {
    @TempDir
    Path temporary;

    private PolicyFolder folder;

    @BeforeEach
    void open() {
        folder = new PolicyFolder(temporary)
                .with("acme.yaml", PolicyFolder.EU)
                .with("cases.yaml", PolicyFolder.cases("personal JP deny", "personal CN deny", "public JP permit"));
    }

    @Test
    void shouldTellWhatNoCaseDecides() {
        var run = folder.run("coverage --bundle acme.yaml");

        assertThat(run.out()).isEqualTo("""
                acme.yaml:7: no case decides default public
                acme.yaml:7: no case decides default personal
                acme.yaml:15: no case decides rule never-china
                acme.yaml:15: no case decides rule never-china, hops.any
                3 of 7 parts are decided by a case, 42 %
                """);
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldFailBelowWhatIsRequired() {
        var run = folder.run("coverage --bundle acme.yaml --require 43");

        assertThat(run.err()).isEqualTo("tieline: 42 % are decided, and 43 % are required\n");
        assertThat(run.code()).isEqualTo(1);
        assertThat(folder.run("coverage --bundle acme.yaml --require 42").code())
                .isZero();
    }

    @Test
    void shouldCountTheCasesOfFilesToo() {
        var run = folder.run("coverage --bundle acme.yaml --cases cases.yaml --require 100");

        assertThat(run.out()).isEqualTo("7 of 7 parts are decided by a case, 100 %\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldTellProgramsWhere() {
        var run = folder.run("coverage --bundle acme.yaml -o json");

        var json = YamlReader.read("json", run.out()).asMap();
        assertThat(json.integer("percent")).isEqualTo(42);
        assertThat(json.integer("parts")).isEqualTo(7);
        assertThat(json.list("undecided").maps())
                .extracting(each -> each.integer("line") + " " + each.string("key") + " " + each.string("name"))
                .contains("15 rules[1].hops.any rule never-china, hops.any");
    }

    @Test
    void shouldRefuseAWrongCommandLine() {
        assertThat(folder.run("coverage --bundle acme.yaml --require 101").code())
                .isEqualTo(2);
        assertThat(folder.run("coverage --bundle none.yaml").code()).isEqualTo(2);
    }
}
