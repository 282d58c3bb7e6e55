package dev.tieline.edge.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.endpoint.mqtt.Unanswered.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnansweredTest {
    private final FakeTicker ticker = new FakeTicker();
    private final Unanswered unanswered = new Unanswered(ticker);

    @Test
    void shouldCountEachReason() {
        unanswered.add(Reason.RETAINED, "t");
        unanswered.add(Reason.RETAINED, "t");
        unanswered.add(Reason.UNSENT, "no link");

        assertThat(unanswered.byReason())
                .containsOnlyKeys("retained", "unknown_topic", "no_response_topic", "foreign_response_topic", "unsent")
                .containsEntry("retained", 2L)
                .containsEntry("no_response_topic", 0L);
        assertThat(unanswered.count(Reason.RETAINED)).isEqualTo(2);
        assertThat(unanswered.count(Reason.NO_RESPONSE_TOPIC)).isZero();
    }

    @Test
    void shouldTellTheLogOfAReasonOnceAMinute() {
        for (var i = 0; i < 1_000; i++) {
            unanswered.add(Reason.FOREIGN_RESPONSE_TOPIC, "x".repeat(65_535));
        }
        assertThat(unanswered.told(Reason.FOREIGN_RESPONSE_TOPIC)).isEqualTo(1);

        ticker.advance(Duration.ofMinutes(1));
        unanswered.add(Reason.FOREIGN_RESPONSE_TOPIC, "elsewhere");

        assertThat(unanswered.told(Reason.FOREIGN_RESPONSE_TOPIC)).isEqualTo(1_001);
    }

    @Test
    void shouldTellTheLogOfEachReasonForItself() {
        unanswered.add(Reason.RETAINED, "t");
        unanswered.add(Reason.NO_RESPONSE_TOPIC, "t");

        assertThat(unanswered.told(Reason.NO_RESPONSE_TOPIC)).isEqualTo(1);
    }
}
