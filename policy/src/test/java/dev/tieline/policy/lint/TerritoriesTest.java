package dev.tieline.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TerritoriesTest {

    @Test
    void shouldKnowWhenTheBuiltInBlocChanged() {
        var evaluator = ProbePolicy.evaluator(Instant.parse("1950-01-01T00:00:00Z"), "{}", List.of(Set.of("EU")), true);
        var changes = new ArrayList<Instant>();
        var before = new TreeSet<String>();

        for (var month = YearMonth.of(1950, 1); month.getYear() < 2050; month = month.plusMonths(1)) {
            var at = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            var members = new TreeSet<String>();
            for (var country : Locale.getISOCountries()) {
                if (evaluator.permits(request(country, at))) {
                    members.add(country);
                }
            }
            if (!members.equals(before)) {
                changes.add(at);
            }
            before = members;
        }

        assertThat(changes).isEqualTo(Territories.EU_CHANGES);
    }

    private static PolicyRequest request(String country, Instant at) {
        var facts = new SiteFacts("", Jurisdiction.of(country), null, null, null, null, null, null, null);
        return new PolicyRequest(
                Action.INFER,
                DataLabel.PUBLIC,
                null,
                null,
                at,
                new Origin(null, SiteFacts.unknown("")),
                TransferPath.of(Hop.process(facts)));
    }
}
