package dev.tieline.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.guard.compile.BundleCompiler;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SightTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    private static Sight permitting(String hops) {
        return Sight.of(Bundles.permitting(hops).state());
    }

    private static Sight forbidding(String hops) {
        return Sight.of(Bundles.forbidding(hops).state());
    }

    @Test
    void shouldSeeNothingWithoutABundle() {
        var sight = Sight.of(new BundleState.Absent("none is configured"));

        assertThat(sight.everySite()).isFalse();
        assertThat(sight.sameSite()).isFalse();
        assertThat(sight.namedSites()).isEmpty();
        assertThat(sight.turns()).isEmpty();
    }

    @Test
    void shouldSeeWhenTheBundleBeginsAndExpires() {
        assertThat(permitting("{any: {}}").turns()).containsExactly(BEGIN, END);
    }

    @Test
    void shouldSeeTheSitesThatAnyClauseNames() {
        assertThat(permitting("{process: {site: [b, a]}, relay: {site: {not: [c]}}}")
                        .namedSites())
                .containsExactly("a", "b", "c");
        assertThat(forbidding("{store: {site: [d]}}").namedSites()).containsExactly("d");
    }

    @Test
    void shouldTakeTheWordsOfOtherConditionsForNoSites() {
        assertThat(permitting("{any: {key_custody: [customer], certs: [c5]}}").namedSites())
                .isEmpty();
    }

    @Test
    void shouldSeeWhetherAClauseComparesWithTheAskingSite() {
        assertThat(permitting("{any: {same: origin.site}}").sameSite()).isTrue();
        assertThat(forbidding("{relay: {same: origin.site}}").sameSite()).isTrue();
        assertThat(permitting("{any: {same: origin.country}}").sameSite()).isFalse();
    }

    @Test
    void shouldSeeEverySiteWhereAnExpressionCanReadIt() {
        assertThat(guarded("blocs: {EEA: [EU]}", "hop.site != 'a'").everySite()).isTrue();
        assertThat(guarded("blocs: {EEA: [EU]}", "origin.site == 'a'").everySite())
                .isTrue();
        assertThat(guarded("blocs: {EEA: [EU]}", "hop.country != origin.country")
                        .everySite())
                .isFalse();
    }

    @Test
    void shouldSeeEverySiteThatAMembershipLooksAt() {
        var blocs = "blocs: {EEA: [{country: DE, from: 2026-03-01, when: \"hop.site == 'a'\"}]}";

        assertThat(guarded(blocs, "true").everySite()).isTrue();
    }

    private static Sight guarded(String blocs, String when) {
        var text = Bundles.HEAD + blocs + """

                rules: [{id: a, effect: forbid, hops: {any: {country: [EEA]}}, when: "%s"}]
                """.formatted(when);
        var compiled = new BundleCompiler().compile(new BundleText("test.yaml", text));
        return Sight.of(new BundleState.Valid(PolicySetReader.read("test.yaml", compiled)));
    }

    @Test
    void shouldSeeTheDatesOfTheBlocsThatAreUsed() {
        var bundle = PolicySetReader.read("test.yaml", Bundles.HEAD + """
                blocs:
                  MOVING: [{country: US, from: 2026-03-01, until: 2026-06-01}]
                  UNUSED: [{country: CH, from: 2026-04-01}]
                rules:
                  - {id: a, effect: forbid, hops: {any: {access_countries: {not: [MOVING]}}}}
                """);

        assertThat(Sight.of(new BundleState.Valid(bundle)).turns())
                .containsExactly(
                        BEGIN, Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-06-01T00:00:00Z"), END);
    }
}
