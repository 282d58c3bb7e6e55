package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OffloadSettingsTest {
    private static final int MIB = 1024 * 1024;

    private final OffloadSettings settings = new OffloadSettings(Duration.ofSeconds(2), 8 * MIB);

    @Test
    void shouldGiveTheBrokerTwoAttemptTimeoutsAndTheTimeThatTheLinkReckonsWith() {
        assertThat(settings.acknowledgement(0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.acknowledgement(MIB)).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.acknowledgement(8 * MIB)).isEqualTo(Duration.ofSeconds(132));
    }

    @Test
    void shouldRefuseBoundsThatBoundNothing() {
        assertThatThrownBy(() -> new OffloadSettings(Duration.ZERO, 8 * MIB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }
}
