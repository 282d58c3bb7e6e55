package dev.tieline.launcher.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.TielineRun;
import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.json.PolicyAnswer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    @TempDir
    Path temporary;

    private PolicyFolder folder;

    @BeforeEach
    void open() {
        folder = new PolicyFolder(temporary).with("acme.yaml", PolicyFolder.EU);
    }

    @Test
    void shouldExplainAPermit() {
        folder.with("request.json", PolicyFolder.request("personal", "FR"));

        var run = folder.run("explain --bundle acme.yaml --request request.json");

        assertThat(run.out()).isEqualTo("""
                PERMIT infer personal -> worker: rule personal-in-adequate permits it
                  by acme version 3 (platform)
                """);
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldExplainADenialByItsExitCodeToo() {
        folder.with("request.json", PolicyFolder.request("personal", "JP"));

        var run = folder.run("explain --bundle acme.yaml --request request.json");

        assertThat(run.out()).isEqualTo("""
                DENY infer personal -> worker: personal is denied by default; rule personal-in-adequate failed at hop 2 \
                (process worker: country JP, needs ADEQUATE)
                  by acme version 3 (platform)
                """);
        assertThat(run.code()).isEqualTo(3);
    }

    @Test
    void shouldTellWhatElseThereIsToTell() {
        folder.with("acme.yaml", PolicyFolder.EU.replace("rules:", """
                        rules:
                          - {id: a-forbid, effect: forbid, mode: audit}
                          - {id: a-permit, effect: permit, for: {class: [special]}, hops: {any: {}}, oblige: [audit]}
                          - {id: b-permit, effect: permit, for: {class: [special]}, hops: {relay: {}}}""".indent(0).stripTrailing()));
        folder.with("request.json", PolicyFolder.request("personal", "FR"));
        folder.with("denied.json", PolicyFolder.request("personal", "FR").replace("\"tags\": []", "\"tags\": [\"x\"]"));

        var permitted = folder.run("explain --bundle acme.yaml --request request.json");
        var denied = folder.run("explain --bundle acme.yaml --request denied.json");

        assertThat(permitted.out()).isEqualTo("""
                PERMIT infer personal -> worker: rule a-permit permits it
                  matched: a-permit, personal-in-adequate
                  on trial, matched: a-forbid
                  obliges: audit
                  by acme version 3 (platform)
                """);
        assertThat(denied.out())
                .startsWith(
                        "DENY infer personal [x] -> worker: personal is denied by default; rule a-permit failed at for.tags")
                .contains("\n  rule b-permit failed: for.tags is x, needs no tag\n");
    }

    @Test
    void shouldSayThatDataStaysHere() {
        folder.with("request.yaml", "{action: train, label: {tags: []}, at: 2026-05-01, path: []}");

        var run = folder.run("explain --bundle acme.yaml --request request.yaml");

        assertThat(run.out()).startsWith("PERMIT train unknown -> here: the path is empty");
    }

    @Test
    void shouldAnswerProgramsAsTheControllerDoes() {
        var text = PolicyFolder.request("personal", "JP");
        folder.with("request.json", text);

        var run = folder.run("explain --bundle acme.yaml --request request.json -o json");

        var policy = PolicySetReader.read("acme.yaml", PolicyFolder.EU);
        var request = PolicyRequestReader.read(folder.path("request.json"));
        var decision = new PolicyEvaluator(new BundleState.Valid(policy)).decide(request);
        assertThat(run.out()).isEqualTo(new PolicyAnswer(request, decision, policy.bundles()).text() + "\n");
        assertThat(run.code()).isEqualTo(3);
    }

    @Test
    void shouldReadStandardInput() {
        var run = explainInput(PolicyFolder.request("public", "JP").getBytes(StandardCharsets.UTF_8));

        assertThat(run.out()).startsWith("PERMIT infer public -> worker: public is allowed by default\n");
    }

    @Test
    void shouldRefuseStandardInputBeyondTheLimitInsteadOfCuttingIt() {
        var request = PolicyFolder.request("public", "JP");
        var most = request + " ".repeat(4 * 1024 * 1024 - request.length());

        var longest = explainInput(most.getBytes(StandardCharsets.UTF_8));
        var longer = explainInput((most + " ").getBytes(StandardCharsets.UTF_8));

        assertThat(longest.code()).as(longest.err()).isZero();
        assertThat(longer.code()).isEqualTo(2);
        assertThat(longer.out()).isEmpty();
        assertThat(longer.err()).isEqualTo("tieline: standard input is longer than 4194304 bytes\n");
    }

    @Test
    void shouldRefuseStandardInputThatIsNotUtf8() {
        var request = PolicyFolder.request("public", "JP").replace("worker", "wörker");

        var run = explainInput(request.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("tieline: standard input is not text in UTF-8\n");
    }

    private TielineRun explainInput(byte[] input) {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(input));
        try {
            return folder.run("explain --bundle acme.yaml --request -");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldRefuseWhatIsNoRequest() {
        folder.with("request.json", "{\"action\": \"send\"}");

        var run = folder.run("explain --bundle acme.yaml --request request.json");
        var none = folder.run("explain --bundle acme.yaml --request none.json");
        var missing = folder.run("explain --bundle acme.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("tieline: request.json:1: action: unknown action 'send'");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).isEqualTo("tieline: none.json:1: there is no such file\n");
        assertThat(missing.code()).isEqualTo(2);
    }
}
