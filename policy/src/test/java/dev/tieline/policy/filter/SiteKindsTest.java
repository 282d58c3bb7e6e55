package dev.tieline.policy.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import org.junit.jupiter.api.Test;

class SiteKindsTest {

    private static SiteFacts site(String id, String country) {
        return new SiteFacts(id, Jurisdiction.of(country), null, null, null, null, null, null, null);
    }

    private static SiteKinds kinds(String conditions) {
        return new SiteKinds(new PolicyEvaluator(
                new BundleState.Valid(PolicySetReader.read("test.yaml", """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: test, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
                rules:
                  - {id: a, effect: forbid, hops: {any: {%s}}}
                """.formatted(conditions)))));
    }

    @Test
    void shouldNumberKindsByTheirFactsInTheOrderInWhichTheyCome() {
        var kinds = kinds("country: [FR]");

        assertThat(kinds.of(site("a", "DE"))).isZero();
        assertThat(kinds.of(site("b", "FR"))).isEqualTo(1);
        assertThat(kinds.of(site("c", "DE"))).isZero();
        assertThat(kinds.of(site("", "DE"))).as("whose id is not known").isEqualTo(2);
    }

    @Test
    void shouldKeepNamedSitesApart() {
        var kinds = kinds("site: {not: [b]}");

        assertThat(kinds.of(site("a", "DE"))).isZero();
        assertThat(kinds.of(site("b", "DE"))).isEqualTo(1);
        assertThat(kinds.of(site("c", "DE"))).isZero();
    }

    @Test
    void shouldSayWhetherItMattersWhichSiteAsks() {
        assertThat(kinds("same: origin.site").sameSiteMatters()).isTrue();
        assertThat(kinds("same: origin.country").sameSiteMatters()).isFalse();
    }
}
