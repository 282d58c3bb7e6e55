package dev.tieline.cloud.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaysTest {
    private static final SiteBook TWINS = SiteBook.read("sites", """
            apiVersion: tieline.dev/sites/v1
            version: 1
            expires: 2027-06-01T00:00:00Z
            sites:
              - {id: exchange, country: DE}
              - {id: here, country: DE, broker: exchange}
              - {id: there, country: DE, broker: exchange}
              - {id: elsewhere, country: DE, broker: exchange}
              - {id: abroad, country: US, broker: exchange}
            """);

    private static SiteId site(String id) {
        return SiteId.of(id);
    }

    private static Sovereignty sovereignty(String conditions) {
        return new Sovereignty(
                Worlds.world().sites(TWINS).policy("""
                apiVersion: tieline.dev/policy/v1
                bundle: {id: test, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
                rules:
                  - {id: a, effect: permit, for: {class: [special]}, hops: {process: {%s}, relay: {}}}
                """.formatted(conditions)).make());
    }

    private static int ways(Sovereignty sovereignty, String origin) {
        var ways = new HashSet<Ways.Way>();
        Stream.of("here", "there", "elsewhere", "abroad")
                .forEach(executor -> ways.add(sovereignty.way(site(origin), site(executor))));
        return ways.size();
    }

    @Test
    void shouldAskOnceForSitesThatPolicyCannotTellApart() {
        assertThat(ways(sovereignty("country: [DE]"), "here")).isEqualTo(2);
    }

    @Test
    void shouldAskAboutEachSiteThatARuleNames() {
        assertThat(ways(sovereignty("site: [there]"), "here")).isEqualTo(3);
    }

    @Test
    void shouldAskAboutTheAskingSiteItselfWhereARuleComparesWithIt() {
        assertThat(ways(sovereignty("same: origin.site"), "here")).isEqualTo(3);
    }

    @Test
    void shouldTakeAskingSitesForOneThatPolicyCannotTellApart() {
        var sovereignty = sovereignty("same: origin.site");

        assertThat(sovereignty.way(site("here"), site("abroad")))
                .isEqualTo(sovereignty.way(site("there"), site("abroad")));
        assertThat(sovereignty.way(site("here"), site("here")))
                .isEqualTo(sovereignty.way(site("there"), site("there")))
                .isNotEqualTo(sovereignty.way(site("here"), site("there")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261123, 4711})
    void shouldNeverTakeWaysForOneThatPolicyAnswersDifferently(long seed) {
        var worlds = new RandomWorlds(seed);
        for (var turn = 0; turn < 40; turn++) {
            var input = worlds.next(PlacementPlan.empty());
            var sovereignty = new Sovereignty(input);
            for (var label : labels()) {
                Map<Ways.Way, Boolean> answers = new HashMap<>();
                for (var origin : sites(input)) {
                    for (var executor : sites(input)) {
                        var answer = sovereignty.reaches(origin, executor, label, "diagnostics");

                        var other = answers.putIfAbsent(sovereignty.way(origin, executor), answer);

                        assertThat(other == null || other == answer)
                                .as("seed %s, turn %s: %s data from %s to %s", seed, turn, label, origin, executor)
                                .isTrue();
                    }
                }
            }
        }
    }

    private static List<DataLabel> labels() {
        return Stream.of(DataClass.values())
                .flatMap(dataClass -> Stream.of(DataLabel.of(dataClass), DataLabel.of(dataClass, "health")))
                .toList();
    }

    private static List<SiteId> sites(PlacementInput input) {
        var sites = new ArrayList<SiteId>();
        input.sites().sites().forEach(known -> sites.add(known.id()));
        sites.add(site("nowhere"));
        return sites;
    }
}
