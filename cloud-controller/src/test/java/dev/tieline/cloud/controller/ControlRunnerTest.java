package dev.tieline.cloud.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ControlRunnerTest {
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void shouldRunSoonAfterAChangeAndOnceForManyThatComeTogether() {
        try (var runner = new ControlRunner(runs::incrementAndGet, Duration.ofMillis(200))) {
            for (int i = 0; i < 1_000; i++) {
                runner.changed();
            }

            Eventually.until("a run", () -> runs.get() > 0);
            assertThat(runs.get()).isLessThan(1_000);
        }
    }

    @Test
    void shouldRunAgainAfterARunThatFailed() {
        Runnable failing = () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("the disk is full");
        };
        try (var runner = new ControlRunner(failing, Duration.ofMillis(1))) {
            runner.start(Duration.ofMillis(5));

            Eventually.until("three runs", () -> runs.get() >= 3);
        }
    }

    @Test
    void shouldLetARunEndBeforeItCloses() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        Runnable slow = () -> {
            begun.countDown();
            try {
                mayEnd.await();
                runs.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        var runner = new ControlRunner(slow, Duration.ofMillis(1));
        runner.changed();
        begun.await();

        var closing = Thread.ofVirtual().start(runner::close);
        mayEnd.countDown();
        closing.join();
        runner.changed();

        assertThat(runs.get()).isEqualTo(1);
    }
}
