package dev.tieline.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopwatchTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final long struck = System.nanoTime();

    @Test
    void shouldTakeTheTimeOfEachEventFromTheBlow() throws Exception {
        var times = new Stopwatch(struck, PATIENCE)
                .on(Mark.REROUTED, () -> Optional.of(struck + 5_000_000))
                .on(Mark.REPLACED, () -> Optional.of(struck + 7_000_000))
                .run();

        assertThat(times)
                .containsEntry(Mark.REROUTED, Duration.ofMillis(5))
                .containsEntry(Mark.REPLACED, Duration.ofMillis(7));
    }

    @Test
    void shouldAskAgainUntilSomethingIsSeenAndNotAfterwards() throws Exception {
        var asked = new AtomicInteger();
        var slower = new AtomicInteger();

        var times = new Stopwatch(struck, PATIENCE)
                .onSight(Mark.DETECTED, () -> asked.incrementAndGet() == 2)
                .onSight(Mark.HEARD, () -> slower.incrementAndGet() == 4)
                .run();

        assertThat(asked).hasValue(2);
        assertThat(slower).hasValue(4);
        assertThat(times.get(Mark.HEARD)).isGreaterThanOrEqualTo(times.get(Mark.DETECTED));
    }

    @Test
    void shouldSayWhatDidNotHappenInTime() {
        var stopwatch = new Stopwatch(struck, Duration.ZERO)
                .onSight(Mark.DETECTED, () -> true)
                .onSight(Mark.RESTORED, () -> false);

        assertThatThrownBy(stopwatch::run)
                .isInstanceOf(CommandFailure.class)
                .hasMessage("the federation did not get over a blow within 0 s: it is not [routes whole again]");
    }
}
