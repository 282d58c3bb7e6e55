package dev.tieline.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.YamlReader;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevocationTest {
    private static final List<BundleText> TEXTS = List.of(new BundleText("a.yaml", """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: a, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
            blocs:
              ADEQUATE:
                - {country: CH, from: 2000-07-26}
                - {country: US, from: 2023-07-10, source: "a decision: \\"final\\""}
                - {country: US-CA, from: 2026-09-01}
              WIDE: [EU, ADEQUATE]
              WIDER: [WIDE, JP]
            rules:
              - {id: wide, effect: permit, for: {class: [personal]}, hops: {any: {country: [WIDER], operator_home: [DE]}}}
              - {id: named, effect: permit, for: {class: [public]}, hops: {any: {country: [US, JP]}}}
              - {id: not, effect: forbid, for: {class: [special]}, hops: {any: {country: {not: [ADEQUATE, WIDE]}}}}
            """));

    @Test
    void shouldTakeTheDatedMembershipsOfACountryAndItsPartsAway() {
        var revocation = Revocation.of(TEXTS, Set.of("US"), null, Set.of());

        assertThat(revocation.memberships()).containsExactly("US in ADEQUATE", "US-CA in ADEQUATE");
        assertThat(permits(revocation, "US", "2026-10-01")).isFalse();
        assertThat(permits(revocation, "US-CA", "2026-10-01")).isFalse();
        assertThat(permits(revocation, "CH", "2026-10-01")).isTrue();
        assertThat(permits(TEXTS, "US", "2026-10-01")).isTrue();
    }

    @Test
    void shouldNameTheRulesThroughEveryBlocThatGetsSmaller() {
        var revocation = Revocation.of(TEXTS, Set.of("US"), null, Set.of());

        assertThat(revocation.rules()).containsExactly("wide (WIDER)", "not (ADEQUATE, WIDE)");
    }

    @Test
    void shouldTakeThemAwayFromAMomentOn() {
        var revocation = Revocation.of(TEXTS, Set.of("US"), Instant.parse("2026-08-01T00:00:00Z"), Set.of());

        assertThat(permits(revocation, "US", "2026-07-31")).isTrue();
        assertThat(permits(revocation, "US", "2026-08-01")).isFalse();
        assertThat(permits(revocation, "US-CA", "2026-10-01")).isFalse();
    }

    @Test
    void shouldSuspendWithoutADate() {
        var revocation = Revocation.of(TEXTS, Set.of(), Instant.parse("2026-08-01T00:00:00Z"), Set.of("CH"));

        assertThat(revocation.memberships()).containsExactly("CH in ADEQUATE");
        assertThat(permits(revocation, "CH", "2026-03-01")).isFalse();
        assertThat(permits(revocation, "US", "2026-03-01")).isTrue();
    }

    @Test
    void shouldTakeAPartAwayWithoutTheCountry() {
        var revocation = Revocation.of(TEXTS, Set.of("US-CA"), null, Set.of());

        assertThat(revocation.memberships()).containsExactly("US-CA in ADEQUATE");
    }

    @Test
    void shouldTakeNothingFromAMemberThatHasLeftByThen() {
        var texts = List.of(new BundleText(
                "a.yaml",
                TEXTS.getFirst()
                        .text()
                        .replace("from: 2023-07-10", "from: 2023-07-10, until: 2026-08-01")
                        .replace("from: 2000-07-26", "from: 2000-07-26, suspended: true")));
        var end = Instant.parse("2026-08-01T00:00:00Z");

        var after = Revocation.of(texts, Set.of("US", "CH"), end, Set.of());
        var before = Revocation.of(texts, Set.of("US"), end.minusSeconds(1), Set.of());
        var suspended = Revocation.of(texts, Set.of(), end, Set.of("CH"));

        assertThat(after.memberships()).containsExactly("US-CA in ADEQUATE");
        assertThat(before.memberships()).containsExactly("US in ADEQUATE", "US-CA in ADEQUATE");
        assertThat(suspended.memberships()).isEmpty();
        assertThat(suspended.rules()).isEmpty();
    }

    @Test
    void shouldFindNothingToTakeOfACountryThatIsAPlainMember() {
        var revocation = Revocation.of(TEXTS, Set.of("JP", "FR"), null, Set.of());

        assertThat(revocation.memberships()).isEmpty();
        assertThat(revocation.rules()).isEmpty();
    }

    private static boolean permits(Revocation revocation, String country, String date) {
        return permits(revocation.texts(), country, date);
    }

    private static boolean permits(List<BundleText> texts, String country, String date) {
        return new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read(texts))).permits(request(country, date));
    }

    private static PolicyRequest request(String country, String date) {
        return PolicyRequestReader.read(
                YamlReader.read("r", """
                        {action: infer, label: {class: personal, tags: []}, at: %s,
                         path: [{role: process, country: %s, operator_home: DE}]}""".formatted(date, country)).asMap());
    }
}
