package dev.tieline.edge.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.call.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that do not come back. */
class RunSlotsStuckTest {
    private final FakeTicker ticker = new FakeTicker();
    private final RunSlots slots = new RunSlots(2, 2);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        slots.close();
    }

    @Test
    void shouldNotBeStuckWhileARunHasTimeLeft() {
        run(10);
        run(100);

        ticker.advance(Duration.ofSeconds(20));

        assertThat(slots.stuck()).isEmpty();
    }

    @Test
    void shouldNotBeStuckWhileASlotIsFree() {
        run(10);

        ticker.advance(Duration.ofSeconds(20));

        assertThat(slots.stuck()).isEmpty();
    }

    @Test
    void shouldSayForHowLongNoSlotHasComeBack() {
        run(10);
        run(15);

        ticker.advance(Duration.ofSeconds(20));

        assertThat(slots.stuck()).contains(Duration.ofSeconds(5));
    }

    @Test
    void shouldNotTakeThoseWhoWaitForStuck() {
        run(10);
        run(100);
        try (var waiting = slots.reserve(planned(10)).place().orElseThrow()) {
            ticker.advance(Duration.ofSeconds(20));

            assertThat(waiting.immediate()).isFalse();
            assertThat(slots.stuck()).isEmpty();
        }
    }

    @Test
    void shouldNotBeStuckOnceARunHasEnded() {
        run(10);
        run(15);
        ticker.advance(Duration.ofSeconds(20));

        end.countDown();

        Eventually.until("the runs have ended", () -> slots.running() == 0);
        assertThat(slots.stuck()).isEmpty();
    }

    /** A run that goes on whatever happens to its caller. */
    private void run(int seconds) {
        int before = slots.running();
        var place = slots.reserve(planned(seconds)).place().orElseThrow();
        var begun = new CountDownLatch(1);
        Thread.startVirtualThread(() -> place.run(Deadline.after(System::nanoTime, Duration.ofMinutes(1)), () -> {
            begun.countDown();
            end.await();
            return true;
        }));
        Eventually.until("the run has begun", () -> begun.getCount() == 0 && slots.running() == before + 1);
    }

    private PlannedRun planned(int seconds) {
        return new PlannedRun(null, ticker.in(Duration.ofSeconds(seconds)));
    }
}
