package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SmoothedRoundTripTest {
    private final SmoothedRoundTrip roundTrip = new SmoothedRoundTrip();

    @Test
    void shouldKnowNothingBeforeTheFirstMeasurement() {
        assertThat(roundTrip.mean()).isEmpty();
    }

    @Test
    void shouldTakeTheFirstMeasurementAsItIs() {
        roundTrip.add(Duration.ofMillis(80));

        assertThat(roundTrip.mean()).contains(Duration.ofMillis(80));
    }

    @Test
    void shouldMoveByAnEighthOfTheDifference() {
        roundTrip.add(Duration.ofMillis(80));

        roundTrip.add(Duration.ofMillis(160));

        assertThat(roundTrip.mean()).contains(Duration.ofMillis(90));
        roundTrip.add(Duration.ofMillis(10));
        assertThat(roundTrip.mean()).contains(Duration.ofMillis(80));
    }
}
