package dev.tieline.launcher.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandTest {
    private static final String GUARDED = PolicyFolder.EU.replace(
            "effect: forbid, hops: {any: {country: [CN]}}",
            "effect: forbid, when: \"has(hop.country) && hop.country == 'CN'\"");

    @TempDir
    Path temporary;

    private PolicyFolder folder;

    @BeforeEach
    void open() {
        folder = new PolicyFolder(temporary).with("guarded.yaml", GUARDED).with("acme.yaml", PolicyFolder.EU);
    }

    @Test
    void shouldWriteABundleThatIsReadWithoutACompiler() {
        var run = folder.run("compile guarded.yaml -o compiled.yaml");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        var text = YamlReader.text(folder.path("compiled.yaml"));
        assertThat(text).startsWith(GUARDED).contains("guards:");
        assertThat(PolicySetReader.read(folder.path("compiled.yaml")).platform())
                .isPresent();
        assertThat(folder.run("check --strict compiled.yaml").code()).isZero();
    }

    @Test
    void shouldPrintWhereNoFileIsNamed() {
        var run = folder.run("compile guarded.yaml");
        folder.run("compile guarded.yaml -o compiled.yaml");

        assertThat(run.out()).isEqualTo(YamlReader.text(folder.path("compiled.yaml")));
    }

    @Test
    void shouldLeaveWhatHasNothingToCompile() throws IOException {
        folder.run("compile guarded.yaml -o compiled.yaml");

        var again = folder.run("compile compiled.yaml -o compiled.yaml");
        var plain = folder.run("compile acme.yaml");

        assertThat(again.code()).isZero();
        assertThat(Files.readString(folder.path("compiled.yaml")))
                .contains("guards:")
                .startsWith(GUARDED);
        assertThat(plain.out()).isEqualTo(PolicyFolder.EU);
    }

    @Test
    void shouldNameTheExpressionThatIsWrong() {
        folder.with("guarded.yaml", GUARDED.replace("hop.country ==", "hop.colour =="));

        var run = folder.run("compile guarded.yaml -o compiled.yaml");
        var checked = folder.run("check guarded.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("tieline: guarded.yaml:15: rules[1].when: ")
                .contains("colour");
        assertThat(folder.path("compiled.yaml")).doesNotExist();
        assertThat(checked.code()).isEqualTo(2);
        assertThat(checked.err()).startsWith("guarded.yaml:15: rules[1].when: ").contains("colour");
    }

    @Test
    void shouldSayWhatItCannotReadOrWrite() {
        assertThat(folder.run("compile none.yaml").code()).isEqualTo(2);
        assertThat(folder.run("compile none.yaml").err()).isEqualTo("tieline: none.yaml:1: there is no such file\n");
        assertThat(folder.run("compile acme.yaml -o /proc/none/x").code()).isEqualTo(2);
    }

    @Test
    void shouldAskGuardedPoliciesToo() {
        folder.with("cases.yaml", PolicyFolder.cases("personal CN deny", "personal JP deny"));

        assertThat(folder.run("test --bundle guarded.yaml --cases cases.yaml").out())
                .isEqualTo("3 passed, 0 failed\n");
        assertThat(folder.run("coverage --bundle guarded.yaml --cases cases.yaml")
                        .out())
                .endsWith("5 of 6 parts are decided by a case, 83 %\n");
        assertThat(folder.run("whatif --bundle guarded.yaml --revoke-adequacy US --cases cases.yaml")
                        .code())
                .isZero();
    }

    @Test
    void shouldWarnOfFactsThatAreNotAskedFor() {
        folder.with("guarded.yaml", GUARDED.replace("has(hop.country) && ", ""));

        assertThat(folder.run("check guarded.yaml").err())
                .isEqualTo(
                        "guarded.yaml:15: rules[1].when: warning: the guard reads hop.country without has(): where that is"
                                + " unknown, the guard fails, and then the forbid matches [unguarded]\n");
    }
}
