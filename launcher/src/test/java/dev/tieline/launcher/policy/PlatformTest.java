package dev.tieline.launcher.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tools say to a policy without a bundle of the level platform, which denies everything. */
class PlatformTest {
    private static final String SITE = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: berlin, version: 1, level: site, notBefore: 2026-01-01, expires: 2036-01-01}
            blocs: {ADEQUATE: [{country: US, from: 2023-07-10}]}
            rules: [{id: stay, effect: permit, for: {class: [public]}, hops: {any: {country: [ADEQUATE]}}}]
            """;

    @TempDir
    Path temporary;

    private PolicyFolder folder;

    @BeforeEach
    void open() {
        folder = new PolicyFolder(temporary)
                .with("acme.yaml", PolicyFolder.EU.replace("ADEQUATE", "NEARBY"))
                .with("site.yaml", SITE)
                .with("new.yaml", SITE.replace("effect: permit", "effect: forbid"))
                .with("cases.yaml", PolicyFolder.cases("public US deny"))
                .with("request.json", PolicyFolder.request("public", "US"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test --bundle site.yaml",
                "coverage --bundle site.yaml",
                "whatif --bundle site.yaml --revoke-adequacy US"
            })
    void shouldGiveNoAllClearWithoutAPlatform(String command) {
        var alone = folder.run(command + " --cases cases.yaml");
        var together = folder.run(command + " --bundle acme.yaml --cases cases.yaml");

        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.out()).isEmpty();
        assertThat(alone.err())
                .isEqualTo("tieline: there is no bundle of the level platform beside berlin version 1, so nothing may"
                        + " leave whatever it permits. Maybe name one with --bundle\n");
        assertThat(together.code()).as(together.err()).isNotEqualTo(2);
    }

    @Test
    void shouldCompareNothingWithoutAPlatform() {
        var alone = folder.run("diff site.yaml new.yaml --cases cases.yaml");
        var half = folder.run("diff acme.yaml new.yaml --cases cases.yaml");
        var together = folder.run("diff site.yaml new.yaml --with acme.yaml --cases cases.yaml");

        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.out()).isEmpty();
        assertThat(alone.err()).endsWith("Maybe name one with --with\n");
        assertThat(half.code()).isEqualTo(2);
        assertThat(together.code()).as(together.err()).isNotEqualTo(2);
    }

    @Test
    void shouldStillCheckAndExplainALowerLevelAlone() {
        var check = folder.run("check site.yaml");
        var explain = folder.run("explain --bundle site.yaml --request request.json");

        assertThat(check.code()).as(check.err()).isZero();
        assertThat(explain.code()).isEqualTo(3);
        assertThat(explain.out()).startsWith("DENY infer public -> worker: ");
    }
}
