package dev.tieline.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JurisdictionTest {

    @Test
    void shouldReadACountry() {
        assertThat(Jurisdiction.of("DE"))
                .isEqualTo(new Jurisdiction("DE", null))
                .hasToString("DE");
    }

    @Test
    void shouldReadASubdivision() {
        assertThat(Jurisdiction.of("US-CA"))
                .isEqualTo(new Jurisdiction("US", "CA"))
                .hasToString("US-CA");
    }

    @ParameterizedTest
    @CsvSource({"de, DE", "UK, GB", "EL, GR"})
    void shouldAdviseTheCodeThatIsMeant(String code, String meant) {
        assertThatThrownBy(() -> Jurisdiction.of(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + code + "' is not a country code of ISO 3166-1 alpha-2. Maybe " + meant + " is meant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "XX", "DEU", "EU", "-CA", "*"})
    void shouldRefuseWhatIsNoCountry(String code) {
        assertThatThrownBy(() -> Jurisdiction.of(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a country code of ISO 3166-1 alpha-2.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"US-", "US-ca", "US-CALI", "US-C-A"})
    void shouldRefuseAMalformedSubdivision(String code) {
        assertThatThrownBy(() -> Jurisdiction.of(code))
                .hasMessage("'" + code + "' is not a jurisdiction: a subdivision has 1 to 3 capital letters or digits,"
                        + " as in US-CA");
    }
}
