package dev.tieline.edge.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.call.Deadline;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunSlotsTest {
    private final RunSlots slots = new RunSlots(1, 1);
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        slots.close();
    }

    @Test
    void shouldGiveASlotUntilAllAreTaken() {
        var first = slots.reserve().orElseThrow();
        var second = slots.reserve().orElseThrow();

        assertThat(first.immediate()).isTrue();
        assertThat(second.immediate()).isFalse();
        assertThat(slots.running()).isEqualTo(1);
    }

    @Test
    void shouldGivePlacesInTheQueueUntilItIsFull() {
        slots.reserve();

        assertThat(slots.reserve()).isPresent();
        assertThat(slots.reserve()).isEmpty();
        assertThat(slots.queued()).isEqualTo(1);
    }

    @Test
    void shouldTakeBackAPlaceThatWasNotUsed() {
        slots.reserve().orElseThrow().close();

        assertThat(slots.reserve().orElseThrow().immediate()).isTrue();
    }

    @Test
    void shouldTakeBackAPlaceWhoseRunIsRefusedAtTheEnd() {
        var place = slots.reserve().orElseThrow();
        slots.close();

        assertThatThrownBy(() -> place.run(inSeconds(10), () -> 42)).isInstanceOf(Interrupted.class);
        place.close();

        assertThat(slots.running()).isZero();
    }

    @Test
    void shouldTakeBackAPlaceOnceAfterARun() {
        var place = slots.reserve().orElseThrow();

        var result = place.run(inSeconds(10), () -> 42);
        place.close();

        assertThat(result).isEqualTo(42);
        assertThat(slots.running()).isZero();
    }

    @Test
    void shouldEndAQueuedCallAtItsDeadlineAndFreeItsPlace() throws Exception {
        var running = occupy();
        var queued = slots.reserve().orElseThrow();
        // A clock on which the deadline passes while the call waits: it is asked before and after.
        var asked = new AtomicInteger();
        var deadline = new Deadline(() -> asked.getAndIncrement() > 0 ? 1 : -1, 0);

        assertThatThrownBy(() -> queued.run(deadline, () -> 1))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error())
                                .isInstanceOf(InferenceError.DeadlineExceeded.class)
                                .satisfies(error -> assertThat(error.message()).contains("waited for a run slot")));
        assertThat(slots.queued()).isZero();
        release.countDown();
        running.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldStopARunThatOutlivesItsDeadlineAndKeepItsSlotUntilItEnds() {
        var stopped = new AtomicInteger();
        var place = slots.reserve().orElseThrow();

        assertThatThrownBy(() -> place.run(passingOnce(), this::startAndWait, stopped::incrementAndGet))
                .hasMessageContaining("while the model was running");
        assertThat(stopped).hasValue(1);
        assertThat(slots.reserve().orElseThrow().immediate()).isFalse();
    }

    @Test
    void shouldStopARunWhoseCallerIsInterrupted() throws Exception {
        var place = slots.reserve().orElseThrow();
        var caller = new CompletableFuture<Thread>();
        var running = CompletableFuture.supplyAsync(() -> {
            caller.complete(Thread.currentThread());
            return place.run(inSeconds(60), this::startAndWait, release::countDown);
        });
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();

        caller.get().interrupt();

        assertThatThrownBy(() -> running.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(Interrupted.class);
        Eventually.until("the slot is free", () -> slots.running() == 0);
    }

    @Test
    void shouldNotBeginARunForACallerThatIsInterrupted() {
        var place = slots.reserve().orElseThrow();

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> place.run(inSeconds(60), () -> {
                    throw new IllegalStateException("it began");
                }))
                .isInstanceOf(Interrupted.class);
        assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
    }

    @Test
    void shouldNotBeginARunWhoseDeadlineHasPassed() {
        var place = slots.reserve().orElseThrow();
        var past = new Deadline(() -> 1, 0);

        assertThatThrownBy(() -> place.run(past, () -> {
                    throw new IllegalStateException("it began");
                }))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.DeadlineExceeded.class));
    }

    @Test
    void shouldPassOnWhatTheWorkThrew() {
        var place = slots.reserve().orElseThrow();

        assertThatThrownBy(() -> place.run(inSeconds(10), () -> {
                    throw new InferenceException(new InferenceError.ExecutionFailed("no"));
                }))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("no");
    }

    private CompletableFuture<Integer> occupy() throws InterruptedException {
        var place = slots.reserve().orElseThrow();
        var running = CompletableFuture.supplyAsync(() -> place.run(inSeconds(60), this::startAndWait));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        return running;
    }

    /** A clock on which the deadline passes as soon as the run has started: it is asked before and after. */
    private Deadline passingOnce() {
        var asked = new AtomicInteger();
        return new Deadline(() -> asked.getAndIncrement() > 0 && awaited(started) ? 1 : -1, 0);
    }

    private int startAndWait() throws InterruptedException {
        started.countDown();
        return waitForRelease();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int waitForRelease() throws InterruptedException {
        return release.await(60, TimeUnit.SECONDS) ? 1 : 0;
    }

    private static Deadline inSeconds(int seconds) {
        return Deadline.after(System::nanoTime, Duration.ofSeconds(seconds));
    }
}
