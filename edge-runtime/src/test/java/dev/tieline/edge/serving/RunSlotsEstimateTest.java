package dev.tieline.edge.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.FakeTicker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Places by what is expected of the runs that hold them. */
class RunSlotsEstimateTest {
    private final FakeTicker ticker = new FakeTicker();
    private final RunSlots slots = new RunSlots(1, 3);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        slots.close();
    }

    @Test
    void shouldRefuseARunThatWouldEndAfterItsDeadlineAndSayWhenItWouldFit() {
        slots.reserve(run(100, 1_000));
        slots.reserve(run(100, 1_000));

        var reservation = slots.reserve(run(50, 220));

        assertThat(reservation).isEqualTo(new Reservation.Full(Duration.ofMillis(30)));
        assertThat(slots.queued()).isEqualTo(1);
    }

    @Test
    void shouldQueueARunThatEndsByItsDeadline() {
        slots.reserve(run(100, 1_000));
        slots.reserve(run(100, 1_000));

        assertThat(slots.reserve(run(50, 250)).place()).isPresent();
    }

    @Test
    void shouldNeverRefuseWhileASlotIsFree() {
        assertThat(slots.reserve(run(1_000, 1)).place()).isPresent();
    }

    @Test
    void shouldQueueARunOfWhichNothingIsKnown() {
        slots.reserve(run(1_000, 2_000));

        assertThat(slots.reserve(run(null, 1)).place()).isPresent();
    }

    @Test
    void shouldNotExpectAWaitBehindRunsOfWhichNothingIsKnown() {
        slots.reserve(run(null, 2_000));
        slots.reserve(run(null, 2_000));

        assertThat(slots.reserve(run(100, 100)).place()).isPresent();
    }

    @Test
    void shouldAskToComeBackWhenASlotIsFreeForARunThatIsTooLongForItsDeadline() {
        slots.reserve(run(100, 1_000));

        assertThat(slots.reserve(run(500, 200))).isEqualTo(new Reservation.Full(Duration.ofMillis(100)));
    }

    @Test
    void shouldAskToComeBackWhenThereIsRoomInTheQueue() {
        for (int i = 0; i < 4; i++) {
            slots.reserve(run(100, 10_000));
        }

        assertThat(slots.reserve(run(100, 10_000))).isEqualTo(new Reservation.Full(Duration.ofMillis(100)));
        assertThat(slots.full()).contains(Duration.ofMillis(100));
    }

    @Test
    void shouldNotBeFullWhileThereIsRoom() {
        slots.reserve(run(100, 10_000));

        assertThat(slots.full()).isEmpty();
    }

    @Test
    void shouldAskForASecondWhereNothingIsKnown() {
        for (int i = 0; i < 4; i++) {
            slots.reserve();
        }

        assertThat(slots.reserve(run(null, 10_000))).isEqualTo(new Reservation.Full(Duration.ofSeconds(1)));
    }

    @Test
    void shouldCountOnlyWhatARunStillTakes() throws Exception {
        start(run(100, 10_000));
        ticker.advance(Duration.ofMillis(60));

        assertThat(slots.reserve(run(50, 80))).isEqualTo(new Reservation.Full(Duration.ofMillis(10)));
        assertThat(slots.reserve(run(50, 90)).place()).isPresent();
    }

    @Test
    void shouldCountARunThatTakesLongerThanExpectedAsAboutToEnd() throws Exception {
        start(run(100, 10_000));
        ticker.advance(Duration.ofMillis(400));

        assertThat(slots.reserve(run(50, 50)).place()).isPresent();
    }

    @Test
    void shouldNotCountWhatNoRunTakesPastItsDeadline() {
        slots.reserve(run(100, 30));

        assertThat(slots.reserve(run(50, 80)).place()).isPresent();
    }

    @Test
    void shouldForgetARunWhosePlaceIsGivenBack() {
        slots.reserve(run(100, 1_000));
        var queued = slots.reserve(run(500, 1_000)).place().orElseThrow();
        queued.close();

        assertThat(slots.reserve(run(50, 150)).place()).isPresent();
    }

    @Test
    void shouldAdmitLessWhereRunsEndLaterThanForecast() {
        for (int i = 0; i < 24; i++) {
            lateBy(100);
        }
        slots.reserve(run(100, 1_000));

        assertThat(slots.reserve(run(100, 300)).place()).isEmpty();
        assertThat(slots.reserve(run(100, 320)).place()).isPresent();
    }

    // Has a run of 100 ms wait for one of 100 ms, which takes longer by so much.
    private void lateBy(int millis) {
        var first = slots.reserve(run(100, 10_000)).place().orElseThrow();
        var second = slots.reserve(run(100, 10_000)).place().orElseThrow();
        ticker.advance(Duration.ofMillis(100 + millis));
        first.close();
        second.run(run(100, 10_000).deadline(), () -> {
            ticker.advance(Duration.ofMillis(100));
            return true;
        });
    }

    private void start(PlannedRun run) throws InterruptedException {
        var started = new CountDownLatch(1);
        var place = slots.reserve(run).place().orElseThrow();
        Thread.startVirtualThread(() -> place.run(run.deadline(), () -> {
            started.countDown();
            return release.await(60, TimeUnit.SECONDS);
        }));
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private PlannedRun run(@Nullable Integer expectedMillis, int leftMillis) {
        var expected = expectedMillis == null ? null : Duration.ofMillis(expectedMillis);
        return new PlannedRun(expected, ticker.in(Duration.ofMillis(leftMillis)));
    }
}
