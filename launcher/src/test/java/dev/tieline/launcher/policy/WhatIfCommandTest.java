package dev.tieline.launcher.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.document.YamlReader;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatIfCommandTest {
    @TempDir
    Path temporary;

    private PolicyFolder folder;

    @BeforeEach
    void open() {
        folder = new PolicyFolder(temporary)
                .with("acme.yaml", PolicyFolder.EU)
                .with("cases.yaml", PolicyFolder.cases("personal US permit", "personal CH permit"));
    }

    @Test
    void shouldTellWhatFlipsWithoutAMembershipAndWhichRulesNameIt() {
        var run = folder.run("whatif --bundle acme.yaml --revoke-adequacy US --cases cases.yaml");

        assertThat(run.out()).isEqualTo("""
                lost: US in ADEQUATE
                rules that name a bloc which gets smaller: personal-in-adequate (ADEQUATE)
                permit -> deny  personal US permit
                  before: PERMIT infer personal -> worker: rule personal-in-adequate permits it
                  after:  DENY infer personal -> worker: personal is denied by default; rule personal-in-adequate failed at \
                hop 2 (process worker: country US, needs ADEQUATE)
                3 asked, 1 flips: 1 permit -> deny, 0 deny -> permit
                """);
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void shouldTakeSeveralAway() {
        var run = folder.run("whatif --bundle acme.yaml --revoke-adequacy US --suspend CH --cases cases.yaml -o json");

        var json = YamlReader.read("json", run.out()).asMap();
        assertThat(json.strings("memberships")).containsExactly("CH in ADEQUATE", "US in ADEQUATE");
        assertThat(json.strings("rules")).containsExactly("personal-in-adequate (ADEQUATE)");
        assertThat(json.integer("permitToDeny")).isEqualTo(2);
    }

    @Test
    void shouldFlipNothingBeforeTheMembershipEnds() {
        var before = folder.run("whatif --bundle acme.yaml --revoke-adequacy US --at 2026-11-23 --cases cases.yaml");
        var after = folder.run("whatif --bundle acme.yaml --revoke-adequacy US --at 2026-11-22 --cases cases.yaml");

        assertThat(before.out()).endsWith("3 asked, nothing flips\n");
        assertThat(before.code()).isZero();
        assertThat(after.code()).isEqualTo(1);
    }

    @Test
    void shouldReplayRecordedDecisions() {
        folder.with("audit.jsonl", "{\"request\":" + PolicyFolder.request("personal", "US") + "}\n");

        var run = folder.run("whatif --bundle acme.yaml --revoke-adequacy US --replay audit.jsonl");

        assertThat(run.out())
                .contains("permit -> deny  audit.jsonl:1\n")
                .endsWith("2 asked, 1 flips: 1 permit -> deny, 0 deny -> permit\n");
    }

    @Test
    void shouldRefuseACountryThatHasNothingToLose() {
        var run = folder.run("whatif --bundle acme.yaml --revoke-adequacy FR");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "tieline: no bloc in acme version 3 loses a dated member that is FR, so there is nothing to take"
                                + " away\n");
    }

    @Test
    void shouldRefuseWhereAllHaveLeftByThen() {
        folder.with("acme.yaml", PolicyFolder.EU.replace("from: 2023-07-10", "from: 2023-07-10, until: 2026-06-01"));

        var run = folder.run("whatif --bundle acme.yaml --revoke-adequacy US --at 2026-06-01");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("loses a dated member that is US");
    }

    @Test
    void shouldRefuseAWrongCommandLine() {
        assertThat(folder.run("whatif --bundle acme.yaml").err()).startsWith("Missing what to change");
        assertThat(folder.run("whatif --bundle acme.yaml --revoke-adequacy UK").err())
                .startsWith("'UK' is not a country code of ISO 3166-1 alpha-2. Maybe GB is meant");
        assertThat(folder.run("whatif --bundle acme.yaml --revoke-adequacy UK").code())
                .isEqualTo(2);
    }
}
