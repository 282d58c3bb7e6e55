package dev.tieline.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteFactsTest {

    private static SiteFacts read(String text) {
        return SiteFacts.read("s", YamlReader.read("sites.yaml", text).asMap());
    }

    @Test
    void shouldReadEveryFact() {
        var facts = read("""
                country: DE-BE
                operator_home: US
                access_countries: [DE, IN]
                tier: region
                certs: [c5, iso27001]
                key_custody: customer
                tee: true
                attested: false
                broker: broker-fra
                """);

        assertThat(facts)
                .isEqualTo(new SiteFacts(
                        "s",
                        Jurisdiction.of("DE-BE"),
                        Jurisdiction.of("US"),
                        Set.of(Jurisdiction.of("DE"), Jurisdiction.of("IN")),
                        Tier.REGION,
                        Set.of("c5", "iso27001"),
                        "customer",
                        true,
                        false));
    }

    @Test
    void shouldTakeWhatIsLeftOutForUnknown() {
        assertThat(read("{}")).isEqualTo(SiteFacts.unknown("s"));
    }

    @Test
    void shouldTellNoCertificationFromUnknownOnes() {
        assertThat(read("certs: []").certs()).isEmpty();
    }

    @Test
    void shouldOfferItsKeysToCallersWhoHaveKeysOfTheirOwn() {
        assertThat(SiteFacts.keysWith("broker"))
                .containsExactly(
                        "broker",
                        "country",
                        "operator_home",
                        "access_countries",
                        "tier",
                        "certs",
                        "key_custody",
                        "tee",
                        "attested");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            country: Germany     | country: needs a jurisdiction such as DE or US-CA: 'Germany' is not a country code of ISO 3166-1 alpha-2.
            access_countries: [] | access_countries: needs at least one item, and the list is empty
            tier: cloud          | tier: unknown tier 'cloud'. Legal here: device, gateway, site, region
            certs: c5            | certs: needs a list, and this is a value
            tee: maybe           | tee: needs true or false, and this is 'maybe'
            """)
    void shouldRefuseAValueThatItDoesNotKnow(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(DocumentException.class)
                .hasMessage("sites.yaml:1: " + message);
    }

    @Test
    void shouldRefuseAnEmptySetOfAccessCountries() {
        assertThatThrownBy(() -> new SiteFacts("s", null, null, Set.of(), null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Site 's' has an empty set of access countries. Maybe leave it out: then it is unknown from"
                        + " where the site can be administered");
    }
}
