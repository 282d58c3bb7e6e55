package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocalCapacityTest {

    @Test
    void shouldSayWhenRoomIsExpectedAndNeverAtOnce() {
        assertThat(new LocalCapacity.Full(Duration.ofMillis(2_500)).sentence()).endsWith("in 2500 ms");
        assertThat(new LocalCapacity.Full(Duration.ofNanos(1)).sentence()).endsWith("in 1 ms");
    }

    @Test
    void shouldRefuseAFullNodeThatHasRoomNow() {
        assertThatThrownBy(() -> new LocalCapacity.Full(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }
}
