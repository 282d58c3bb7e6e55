package dev.tieline.policy;

import static dev.tieline.policy.Truth.FALSE;
import static dev.tieline.policy.Truth.TRUE;
import static dev.tieline.policy.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruthTest {

    @ParameterizedTest
    @CsvSource({
        "TRUE, TRUE, TRUE, TRUE",
        "TRUE, FALSE, FALSE, TRUE",
        "TRUE, UNKNOWN, UNKNOWN, TRUE",
        "FALSE, FALSE, FALSE, FALSE",
        "FALSE, UNKNOWN, FALSE, UNKNOWN",
        "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN",
    })
    void shouldCombineAsKleenesLogicDoes(Truth a, Truth b, Truth and, Truth or) {
        assertThat(a.and(b)).isEqualTo(b.and(a)).isEqualTo(and);
        assertThat(a.or(b)).isEqualTo(b.or(a)).isEqualTo(or);
    }

    @Test
    void shouldStayUnknownUnderNegation() {
        assertThat(TRUE.not()).isEqualTo(FALSE);
        assertThat(FALSE.not()).isEqualTo(TRUE);
        assertThat(UNKNOWN.not()).isEqualTo(UNKNOWN);
    }
}
