package dev.tieline.policy.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.Transform;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyFilterTest {
    private static final Origin CLINIC = new Origin("acme", site("clinic", "DE"));
    private static final Instant SUMMER = Instant.parse("2026-07-01T00:00:00Z");

    private static SiteFacts site(String id, String country) {
        return new SiteFacts(id, Jurisdiction.of(country), null, null, null, null, null, null, null);
    }

    private static TransferPath to(String id, String country) {
        return TransferPath.of(
                Hop.relay(Hop.Sees.CLEAR, site("broker", "DE")),
                Hop.process(site(id, country)),
                Hop.relay(Hop.Sees.CLEAR, site("broker", "DE")));
    }

    private static PolicyEvaluator permitting(String conditions) {
        return new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read("test.yaml", """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: test, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
                blocs:
                  SUMMER: [{country: US, from: 2026-06-01, until: 2026-08-01}]
                rules:
                  - {id: a, effect: permit, for: {class: [personal]}, hops: {relay: {}, process: {%s}}}
                """.formatted(conditions))));
    }

    private static PolicyFilter filter(String conditions) {
        return new PolicyFilter(permitting(conditions), 100);
    }

    private static PolicyRequest personal(Instant at) {
        return new PolicyRequest(
                Action.INFER, DataLabel.of(DataClass.PERSONAL), null, Transform.RAW, at, CLINIC, TransferPath.EMPTY);
    }

    private static BitSet numbers(int... numbers) {
        var set = new BitSet();
        IntStream.of(numbers).forEach(set::set);
        return set;
    }

    private static final List<TransferPath> FOUR =
            List.of(to("clinic", "DE"), to("berlin", "DE"), to("ohio", "US"), to("iowa", "US"));

    @Test
    void shouldTellThePermittedOnesByTheirNumbers() {
        var filter = filter("country: [DE]");

        var permitted = filter.permitted(personal(SUMMER), filter.classes(CLINIC, FOUR));

        assertThat(permitted).isEqualTo(numbers(0, 1));
    }

    @Test
    void shouldPutSitesOfTheSameFactsIntoOneClassWhereNoRuleNamesASite() {
        var candidates = filter("country: [DE]").classes(CLINIC, FOUR);

        assertThat(candidates.count()).isEqualTo(2);
        assertThat(candidates.size()).isEqualTo(4);
    }

    @Test
    void shouldKeepASiteApartThatARuleNames() {
        var filter = filter("site: [berlin, ohio]");
        var candidates = filter.classes(CLINIC, FOUR);

        assertThat(candidates.count()).isEqualTo(4);
        assertThat(filter.permitted(personal(SUMMER), candidates)).isEqualTo(numbers(1, 2));
    }

    @Test
    void shouldKeepTheAskingSiteApartWhereARuleComparesWithIt() {
        var filter = filter("same: origin.site");
        var candidates = filter.classes(CLINIC, FOUR);

        assertThat(candidates.count()).isEqualTo(3);
        assertThat(filter.permitted(personal(SUMMER), candidates)).isEqualTo(numbers(0));
    }

    @Test
    void shouldForgetAnAnswerWhenADateOfThePolicyChangesIt() {
        var filter = filter("country: [SUMMER]");
        var candidates = filter.classes(CLINIC, FOUR);
        var end = Instant.parse("2026-08-01T00:00:00Z");

        assertThat(filter.permitted(personal(SUMMER), candidates)).isEqualTo(numbers(2, 3));
        assertThat(filter.permitted(personal(end.minusNanos(1)), candidates)).isEqualTo(numbers(2, 3));
        assertThat(filter.permitted(personal(end), candidates)).isEqualTo(numbers());
    }

    @Test
    void shouldCountAHopOnceHoweverOftenAPathPassesIt() {
        var there = TransferPath.of(FOUR.getFirst().hops().toArray(Hop[]::new));
        var oneWay = new TransferPath(there.hops().subList(0, 2));

        assertThat(filter("country: [DE]")
                        .classes(CLINIC, List.of(there, oneWay))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldPermitNothingButWhatStaysWithoutABundle() {
        var filter = new PolicyFilter(new PolicyEvaluator(new BundleState.Absent("none is configured")), 100);
        var candidates = filter.classes(CLINIC, List.of(FOUR.getFirst(), TransferPath.EMPTY));

        assertThat(filter.permitted(personal(SUMMER), candidates)).isEqualTo(numbers(1));
    }

    @Test
    void shouldKnowNoCandidateWhereThereIsNone() {
        var filter = filter("country: [DE]");

        assertThat(filter.permitted(personal(SUMMER), filter.classes(CLINIC, List.of())))
                .isEqualTo(numbers());
    }

    @Test
    void shouldRefuseCandidatesThatWereSortedForAnotherOrigin() {
        var filter = filter("country: [DE]");
        var candidates = filter.classes(new Origin("acme", site("ohio", "US")), FOUR);

        assertThatThrownBy(() -> filter.permitted(personal(SUMMER), candidates))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ohio")
                .hasMessageContaining("clinic");
    }

    @Test
    void shouldRefuseCandidatesThatWereSortedForAPolicyThatSeesLess() {
        var candidates = filter("country: [DE]").classes(CLINIC, FOUR);
        var filter = filter("same: origin.site");

        assertThatThrownBy(() -> filter.permitted(personal(SUMMER), candidates))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sameSite=true");
    }
}
