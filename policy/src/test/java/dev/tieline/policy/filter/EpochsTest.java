package dev.tieline.policy.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochsTest {
    private static final Epochs EPOCHS = new Epochs(
            new TreeSet<>(List.of(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"))));

    @ParameterizedTest
    @CsvSource({
        "-1000000000-01-01T00:00:00Z, 0",
        "2025-12-31T23:59:59.999999999Z, 0",
        "2026-01-01T00:00:00Z, 1",
        "2026-12-31T23:59:59.999999999Z, 1",
        "2027-01-01T00:00:00Z, 2",
        "+1000000000-12-31T23:59:59Z, 2"
    })
    void shouldBeginAnEpochWithTheMomentThatChangesSomething(Instant at, int epoch) {
        assertThat(EPOCHS.of(at)).isEqualTo(epoch);
    }

    @Test
    void shouldHaveOneEpochWhereNothingEverChanges() {
        assertThat(new Epochs(new TreeSet<>()).of(Instant.MAX)).isZero();
    }
}
