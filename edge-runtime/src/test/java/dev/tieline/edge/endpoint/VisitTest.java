package dev.tieline.edge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VisitTest {
    private final Entrance entrance = new Entrance(new EntranceBounds(10, 1_000), System::nanoTime);
    private final ExecutorService worker = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        worker.shutdownNow();
    }

    @Test
    void shouldInterruptTheWorkOfACallerWhoGoes() throws Exception {
        var visit = visit();
        var begun = new CountDownLatch(1);
        var interrupted = worker.submit(() -> {
            visit.work(() -> {
                begun.countDown();
                waitForAnInterrupt();
            });
            return true;
        });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

        visit.abandoned();

        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(entrance.inside()).isZero();
    }

    @Test
    void shouldNotBeginWorkForACallerWhoHasGone() {
        var visit = visit();
        visit.abandoned();

        var begun = visit.work(() -> {
            throw new IllegalStateException("it began");
        });

        assertThat(begun).isFalse();
        assertThat(visit.gone()).isTrue();
    }

    @Test
    void shouldLeaveNoInterruptBehindForWhatTheThreadDoesNext() {
        var visit = visit();

        visit.work(visit::abandoned);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void shouldKeepTheInterruptOfSomebodyElse() {
        var visit = visit();

        visit.work(() -> Thread.currentThread().interrupt());

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldNotInterruptAThreadThatHasEndedItsWork() throws Exception {
        var visit = visit();
        worker.submit(() -> visit.work(() -> {})).get(60, TimeUnit.SECONDS);

        visit.abandoned();

        assertThat(worker.submit(() -> Thread.currentThread().isInterrupted()).get(60, TimeUnit.SECONDS))
                .isFalse();
    }

    @Test
    void shouldInterruptTheNextWorkThoughTheEndOfTheFirstComesLate() throws Exception {
        var visit = visit();
        var begun = new CountDownLatch(1);
        var interrupted = new CompletableFuture<Boolean>();
        visit.work(() -> {
            interrupted.completeAsync(
                    () -> visit.work(() -> {
                        begun.countDown();
                        waitForAnInterrupt();
                    }),
                    worker);
            await(begun);
        });

        visit.abandoned();

        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldNotInterruptTheWorkOfACallerWhoHasItsAnswer() {
        var visit = visit();

        visit.work(() -> {
            visit.answered();
            visit.abandoned();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });

        assertThat(visit.gone()).isFalse();
    }

    @Test
    void shouldLeaveTheEntranceOnce() {
        var visit = visit();
        visit();

        visit.abandoned();
        visit.abandoned();
        visit.answered();

        assertThat(entrance.inside()).isEqualTo(1);
    }

    @Test
    void shouldPassOnWhatTheWorkThrows() {
        var visit = visit();

        assertThatThrownBy(() -> visit.work(() -> {
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");
    }

    /** Callers that go at any moment around the work of a thread that serves one after the other. */
    @Test
    void shouldNeverInterruptTheWorkOfAnotherCaller() throws Exception {
        var random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            var going = visit();
            var pause = random.nextInt(200);
            var done = worker.submit(() -> going.work(() -> spin(pause)));
            var next = worker.submit(() -> Thread.currentThread().isInterrupted());
            spin(random.nextInt(200));
            going.abandoned();

            done.get(60, TimeUnit.SECONDS);
            assertThat(next.get(60, TimeUnit.SECONDS))
                    .as("round %d of seed 11", i)
                    .isFalse();
        }
    }

    private Visit visit() {
        return new Visit(entrance.enter().orElseThrow(), Protocol.HTTP, 0, ended -> {});
    }

    private static void spin(int rounds) {
        for (int i = 0; i < rounds; i++) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void waitForAnInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
