package dev.tieline.edge.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundThreadTest {
    private final BackgroundThread background = new BackgroundThread("test-background");
    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        background.close();
    }

    @Test
    void shouldRunTasksInTheOrderInWhichTheyAreDue() throws InterruptedException {
        background.after(Duration.ofMillis(50), () -> seen.add("later"));
        background.after(Duration.ZERO, () -> seen.add("now"));

        assertThat(next()).isEqualTo("now");
        assertThat(next()).isEqualTo("later");
    }

    @Test
    void shouldGoOnAfterATaskThatFails() throws InterruptedException {
        background.after(Duration.ZERO, () -> {
            throw new IllegalStateException("this one is meant to fail");
        });
        background.after(Duration.ZERO, () -> seen.add("next"));

        assertThat(next()).isEqualTo("next");
    }

    @Test
    void shouldInterruptTheTaskThatRunsWhenItIsClosed() throws InterruptedException {
        var started = new CountDownLatch(1);
        background.after(Duration.ZERO, () -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                seen.add("interrupted");
            }
        });
        started.await();

        background.close();

        assertThat(next()).isEqualTo("interrupted");
    }

    @Test
    void shouldTakeNothingAfterItWasClosed() {
        background.close();

        background.after(Duration.ZERO, () -> seen.add("too late"));

        assertThat(seen).isEmpty();
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(30, TimeUnit.SECONDS));
    }
}
