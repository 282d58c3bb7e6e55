package dev.tieline.edge.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.FakeBackground;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TenureWatchTest {
    private final FakeBackground background = new FakeBackground();
    private final AtomicInteger asked = new AtomicInteger();
    private final TenureWatch watch = new TenureWatch(asked::incrementAndGet, background);

    @Test
    void shouldAskAgainEachMinute() {
        watch.start();
        assertThat(asked).hasValue(0);

        for (var minute = 1; minute <= 3; minute++) {
            assertThat(background.runNext()).isEqualTo(Duration.ofMinutes(1));
            assertThat(asked).hasValue(minute);
        }
    }

    @Test
    void shouldGoOnAfterAQuestionThatFailed() {
        var failing = new TenureWatch(
                () -> {
                    throw new IllegalStateException("on purpose");
                },
                background);
        failing.start();

        assertThatThrownBy(background::runNext).hasMessage("on purpose");

        assertThat(background.waiting()).isEqualTo(1);
    }

    @Test
    void shouldEndWithTheNode() {
        watch.start();

        watch.close();

        assertThat(background.closed()).isTrue();
        assertThat(background.waiting()).isZero();
    }
}
