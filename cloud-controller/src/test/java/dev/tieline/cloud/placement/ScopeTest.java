package dev.tieline.cloud.placement;

import static dev.tieline.cloud.placement.Worlds.world;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final int SITES = 400;

    @Test
    void shouldFindTheOneSiteOfManyThatAnExecutorMayServe() {
        // The third site is not in the sample that the reach is measured of.
        var scope = scope(Map.of(2, "country: FR, broker: relay-fr"));

        assertThat(scope.refuse(SiteId.of("paris"))).isEmpty();
        assertThat(scope.percent(SiteId.of("paris"))).isZero();
        assertThat(scope.refuse(SiteId.of("madrid"))).isPresent();
    }

    @Test
    void shouldTellSitesOfOneCountryApartByTheirBrokers() {
        var scope = scope(Map.of(
                2, "country: FR, broker: relay-de",
                5, "country: FR, broker: relay-fr"));

        assertThat(scope.refuse(SiteId.of("paris"))).isEmpty();
    }

    @Test
    void shouldRefuseWhereNoneOfManyMayBeServed() {
        assertThat(scope(Map.of()).refuse(SiteId.of("paris")))
                .hasValueSatisfying(refusal -> assertThat(refusal.reason()).contains("nor from 399 other sites"));
    }

    @Test
    void shouldMeasureTheReachOfManySites() {
        assertThat(scope(Map.of()).percent(SiteId.of("berlin"))).isEqualTo(100);
    }

    @Test
    void shouldNeverDecideOtherwiseThanByAskingForEverySite() {
        var sites = sites(Map.of(
                2, "country: FR, broker: relay-fr",
                5, "country: ES, broker: relay-de",
                8, "broker: relay-fr",
                10, "country: ES"));
        var sovereignty = world().sites(sites).planning().sovereignty();
        var origins = origins();
        for (var label : new DataLabel[] {DataLabel.of(DataClass.PERSONAL), DataLabel.of(DataClass.SPECIAL)}) {
            var scope = sovereignty.scope(origins, label, null);
            for (var site : sites.sites()) {
                var some = origins.stream()
                        .anyMatch(origin -> sovereignty.reaches(origin, site.id(), label, null)
                                || (origin.equals(site.id()) && sovereignty.stays(origin, label, null)));
                assertThat(scope.refuse(site.id()).isEmpty())
                        .as(label + " to " + site.id())
                        .isEqualTo(some);
            }
        }
    }

    /** Everybody's special data, which stays in the country of who asks: Germany, unless said. */
    private static Scope scope(Map<Integer, String> others) {
        return world().sites(sites(others))
                .planning()
                .sovereignty()
                .scope(origins(), DataLabel.of(DataClass.SPECIAL), null);
    }

    private static SortedSet<SiteId> origins() {
        var origins = new TreeSet<SiteId>();
        for (var i = 0; i < SITES; i++) {
            origins.add(SiteId.of(name(i)));
        }
        return origins;
    }

    private static SiteBook sites(Map<Integer, String> others) {
        var text = new StringBuilder("""
                apiVersion: tieline.dev/sites/v1
                version: 1
                expires: 2027-06-01T00:00:00Z
                sites:
                  - {id: relay-de, country: DE}
                  - {id: relay-fr, country: FR}
                  - {id: berlin, country: DE, broker: relay-de}
                  - {id: paris, country: FR, broker: relay-fr}
                  - {id: madrid, country: ES, broker: relay-fr}
                """);
        for (var i = 0; i < SITES; i++) {
            var facts = others.getOrDefault(i, "country: DE, broker: relay-de");
            text.append("  - {id: ").append(name(i)).append(", ").append(facts).append("}\n");
        }
        return SiteBook.read("sites", text.toString());
    }

    private static String name(int number) {
        return "s-%03d".formatted(number);
    }
}
