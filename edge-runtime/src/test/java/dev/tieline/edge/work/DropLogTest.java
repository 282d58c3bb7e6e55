package dev.tieline.edge.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DropLogTest {
    private final FakeTicker ticker = new FakeTicker();
    private final DropLog log = new DropLog(ticker);

    @Test
    void shouldTellOfTheFirst() {
        assertThat(log.dropped()).hasValue(0);
    }

    @Test
    void shouldTellOnceAMinuteHowManyThereWere() {
        log.dropped();
        for (int i = 0; i < 5; i++) {
            assertThat(log.dropped()).isEmpty();
        }
        ticker.advance(Duration.ofMinutes(1));

        assertThat(log.dropped()).hasValue(5);
        assertThat(log.dropped()).isEmpty();
    }

    @Test
    void shouldShowOnlyTheBeginningOfWhatOthersWrite() {
        assertThat(DropLog.shown("tl/v1/a\nb")).isEqualTo("tl/v1/a?b");
        assertThat(DropLog.shown("x".repeat(1_000))).isEqualTo("x".repeat(128) + "...");
    }
}
