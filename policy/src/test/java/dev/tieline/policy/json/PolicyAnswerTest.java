package dev.tieline.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyAnswerTest {
    private static final String PLATFORM = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: wide, version: 3, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
            rules:
              - {id: eu, effect: permit, for: {class: [personal]}, hops: {any: {country: [EU]}}, oblige: [audit]}
              - {id: trial, effect: forbid, mode: audit, for: {class: [personal]}}
            """;
    private static final String SITE = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: clinic, version: 2, level: site, notBefore: 2026-01-01, expires: 2027-01-01}
            rules:
              - {id: german, effect: permit, for: {class: [special]}, hops: {any: {country: [DE]}}}
            """;
    private static final PolicySet POLICY =
            PolicySetReader.read(List.of(new BundleText("wide", PLATFORM), new BundleText("clinic", SITE)));

    @Test
    void shouldTellAllOfAPermit() {
        var request = request("DE");

        var text = answer(request).text();

        assertThat(text).isEqualTo("""
                {"decision":"permit","decidingRule":"eu","reason":"rule eu permits it","cause":null,"matched":["eu","german"],
                "nearMisses":[],"audited":["trial"],"obligations":["audit"],
                "hops":[{"hop":1,"role":"process","site":"worker","country":"DE"}],
                "bundle":{"id":"wide","version":3,"sha256":"%s"},
                "narrowedBy":[{"id":"clinic","version":2,"level":"site","sha256":"%s"}],
                "factsDigest":"%s"}""".formatted(sha(0), sha(1), new RequestDocument(request).sha256())
                .replace("\n", ""));
    }

    @Test
    void shouldTellWhereADenialFailed() {
        var failed =
                "{\"rule\":\"german\",\"hop\":1,\"failedClause\":\"hops.any.country\",\"actual\":\"FR\",\"expected\":\"DE\"}";

        var text = answer(request("FR")).text();

        assertThat(text)
                .startsWith(
                        "{\"decision\":\"deny\",\"decidingRule\":null,\"reason\":\"bundle clinic version 2 of the level"
                                + " site narrows it")
                .contains("\"cause\":" + failed + ",\"matched\":[],\"nearMisses\":[" + failed
                        + "],\"audited\":[\"trial\"],\"obligations\":[],");
    }

    @Test
    void shouldTellThatThereIsNoBundle() {
        var evaluator = new PolicyEvaluator(new BundleState.Absent("nobody wrote one"));
        var request = request("DE");

        var text = new PolicyAnswer(request, evaluator.decide(request), List.of()).text();

        assertThat(text).contains("\"cause\":null,").contains("\"bundle\":null,\"narrowedBy\":[],\"factsDigest\":\"");
    }

    @Test
    void shouldTellWhatFailedInTheRequestWithoutAHop() {
        var request = PolicyRequestReader.read(YamlReader.read(
                        "r",
                        "{action: infer, label: {class: personal, tags: [x]}, at: 2026-05-01, path: [{role: relay}]}")
                .asMap());

        assertThat(answer(request).text()).contains("{\"rule\":\"eu\",\"hop\":null,\"failedClause\":\"for.tags\",");
    }

    private static String sha(int bundle) {
        return POLICY.bundles().get(bundle).sha256();
    }

    private static PolicyAnswer answer(PolicyRequest request) {
        var decision = new PolicyEvaluator(new BundleState.Valid(POLICY)).decide(request);
        return new PolicyAnswer(request, decision, POLICY.bundles());
    }

    private static PolicyRequest request(String country) {
        return PolicyRequestReader.read(
                YamlReader.read("r", """
                        {action: infer, label: {class: personal, tags: []}, at: 2026-05-01,
                         path: [{role: process, site: worker, country: %s}]}""".formatted(country)).asMap());
    }
}
