package dev.tieline.e2e;

import static dev.tieline.e2e.ControlledFederation.deployment;
import static dev.tieline.e2e.Requests.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Bundles of three levels, of which each narrows what those above it permit; each step goes on from the last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PolicyLevelsIT {
    private static final InferenceRequest SUM = Requests.simple("simple", 41);
    private static final DataLabel INTERNAL = DataLabel.of(DataClass.INTERNAL);
    private static final DataLabel RESEARCH = DataLabel.of(DataClass.PUBLIC, "research");

    private static ControlledFederation federation;
    /** A node at the same site as the gateway, with a bundle of that site. */
    private static Node ward;

    @BeforeAll
    static void start() throws Exception {
        federation = ControlledFederation.start("levels");
        var site = federation.place().write("ward.yaml", bundle("ward", 1, "site", """
                  - {id: no-internal-in-the-ward, effect: forbid, for: {class: [internal]}}
                """));
        ward = federation.startNode("clinic-berlin/ward-1", "--policy=" + site);
        var unused = federation.controller().apply(deployment("sums", "simple@1", 1, 1, "{class: internal}"));
        assertThat(federation.awaitPlaced("sums")).hasSize(1);
    }

    @AfterAll
    static void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    @Test
    @Order(1)
    void shouldRefuseByTheRuleOfItsSiteWhatThePlatformPermits() throws Exception {
        var elsewhere = askUntilServed(federation.gateway(), INTERNAL);
        var permitted = askUntilServed(ward, PUBLIC);

        var refused = ward.caller().ask(SUM, INTERNAL);

        assertThat(elsewhere.served()).isTrue();
        assertThat(permitted.served()).isTrue();
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.rule()).isEqualTo("no-internal-in-the-ward");
        awaitPolicy(federation.gateway(), "e2e 1");
        awaitPolicy(ward, "e2e 1, ward 1");
    }

    @Test
    @Order(2)
    void shouldNarrowAllNodesByTheBundleOfTheTenant() throws Exception {
        var before = askUntilServed(federation.gateway(), RESEARCH);

        assertThat(federation.controller().apply(bundle("acme-rules", 1, "tenant", """
                  - {id: research-stays-away, effect: forbid, for: {class: [public], tags: [research]}}
                tags: [research]
                """)))
                .isEqualTo("created");
        awaitPolicy(federation.gateway(), "e2e 1, acme-rules 1");
        awaitPolicy(ward, "e2e 1, acme-rules 1, ward 1");

        assertThat(before.served()).isTrue();
        for (var node : new Node[] {federation.gateway(), ward}) {
            var refused = node.caller().ask(SUM, RESEARCH);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.rule()).isEqualTo("research-stays-away");
            assertThat(askUntilServed(node, PUBLIC).served()).isTrue();
        }
        assertThat(ward.caller().ask(SUM, INTERNAL).rule()).isEqualTo("no-internal-in-the-ward");
    }

    @Test
    @Order(3)
    void shouldKnowAllLevelsAfterARestartWithoutAnyNetwork() throws Exception {
        ward.process().kill();
        federation.broker().stop();

        var refused = ward.launch().awaitReady().caller().ask(SUM, RESEARCH);

        assertThat(refused.rule()).isEqualTo("research-stays-away");
        federation.broker().start();
        awaitPolicy(ward, "e2e 1, acme-rules 1, ward 1");
    }

    @Test
    @Order(4)
    void shouldRefuseABundleThatClashesWithTheOthers() throws Exception {
        var clashing = federation.controller().post(bundle("acme-rules", 2, "tenant", """
                  - {id: health-never-leaves, effect: forbid, for: {class: [special]}}
                """));

        assertThat(clashing.statusCode()).isEqualTo(400);
        assertThat(clashing.body()).contains("health-never-leaves", "e2e version 1");
    }

    @Test
    @Order(5)
    void shouldLetNothingLeaveANodeWhoseSiteClashesWithWhatItIsTold() throws Exception {
        assertThat(federation.controller().apply(bundle("acme-rules", 2, "tenant", """
                  - {id: no-internal-in-the-ward, effect: forbid, for: {class: [special]}}
                """)))
                .isEqualTo("updated");

        var seen = federation.awaitNode(
                ward,
                "to say what does not fit",
                node -> text(node, "policyProblem").isPresent());

        assertThat(seen.string("policyProblem"))
                .contains("e2e version 1, acme-rules version 2, ward version 1 do not fit together")
                .contains("no-internal-in-the-ward");
        awaitPolicy(federation.gateway(), "e2e 1, acme-rules 2");
    }

    @Test
    @Order(6)
    void shouldPermitAgainWhatOnlyTheWithdrawnLevelForbade() throws Exception {
        federation.controller().forget("/policies/acme-rules");

        awaitPolicy(federation.gateway(), "e2e 1");
        awaitPolicy(ward, "e2e 1, ward 1");
        assertThat(askUntilServed(ward, RESEARCH).served()).isTrue();
        assertThat(ward.caller().ask(SUM, INTERNAL).rule()).isEqualTo("no-internal-in-the-ward");
    }

    private static String bundle(String id, int version, String level, String rules) {
        return """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: %s, version: %d, level: %s, notBefore: 2026-01-01, expires: 2036-01-01}
                rules:
                """.formatted(id, version, level) + rules;
    }

    private static Optional<String> text(YamlMap node, String key) {
        return node.find(key)
                .map(YamlValue::asScalar)
                .filter(value -> value.type() != YamlScalar.Type.NULL)
                .map(YamlScalar::string);
    }

    private static void awaitPolicy(Node node, String policy) throws Exception {
        var unused = federation.awaitNode(
                node, "to decide by " + policy, seen -> text(seen, "policy").equals(Optional.of(policy)));
    }

    private static Answer askUntilServed(Node node, DataLabel label) throws Exception {
        return Eventually.find(
                "an answer of " + node.address() + " for " + label,
                () -> Optional.of(node.caller().ask(SUM, label)).filter(Answer::served));
    }
}
