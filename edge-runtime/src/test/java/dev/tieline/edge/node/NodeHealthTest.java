package dev.tieline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.serving.PlannedRun;
import dev.tieline.edge.serving.RunSlots;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeHealthTest {
    private final FakeTicker ticker = new FakeTicker();
    private final RunSlots slots = new RunSlots(1, 2);
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean started = true;
    private boolean draining;
    private final NodeHealth health = new NodeHealth(() -> started, () -> draining, slots);

    @AfterEach
    void close() {
        end.countDown();
        slots.close();
    }

    @Test
    void shouldBeReadyOnceItHasStarted() {
        assertThat(health.ready()).isTrue();
        assertThat(health.notReady()).isEmpty();
        assertThat(health.notLive()).isEmpty();
    }

    @Test
    void shouldSayThatItStarts() {
        started = false;

        assertThat(health.notReady()).containsExactly("the node is starting");
        assertThat(health.notLive()).isEmpty();
    }

    @Test
    void shouldSayThatItShutsDown() {
        draining = true;

        assertThat(health.notReady()).containsExactly("the node is shutting down");
        assertThat(health.notLive()).isEmpty();
    }

    @Test
    void shouldNotBeReadyWhileEveryRunIsPastItsDeadline() {
        run();

        ticker.advance(Duration.ofSeconds(12));

        assertThat(health.notReady()).singleElement().asString().contains("every run slot", "does not stop");
        assertThat(health.notLive()).isEmpty();
    }

    @Test
    void shouldGiveARunAMomentToStop() {
        run();

        ticker.advance(Duration.ofMillis(10_500));

        assertThat(health.ready()).isTrue();
    }

    @Test
    void shouldBeBeyondHelpOnceNoRunThreadComesBack() {
        run();

        ticker.advance(Duration.ofSeconds(71));

        assertThat(health.notLive()).singleElement().asString().contains("60 s");
        assertThat(health.ready()).isFalse();
    }

    /** A run with ten seconds that does not stop. */
    private void run() {
        var place = slots.reserve(new PlannedRun(null, ticker.in(Duration.ofSeconds(10))))
                .place()
                .orElseThrow();
        var begun = new CountDownLatch(1);
        Thread.startVirtualThread(() -> place.run(Deadline.after(System::nanoTime, Duration.ofMinutes(1)), () -> {
            begun.countDown();
            end.await();
            return true;
        }));
        Eventually.until("the run has begun", () -> begun.getCount() == 0);
    }
}
