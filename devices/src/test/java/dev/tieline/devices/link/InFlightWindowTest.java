package dev.tieline.devices.link;

import static dev.tieline.devices.link.InFlightWindow.Entry.CLOSED;
import static dev.tieline.devices.link.InFlightWindow.Entry.ENTERED;
import static dev.tieline.devices.link.InFlightWindow.Entry.INTERRUPTED;
import static dev.tieline.devices.link.InFlightWindow.Entry.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InFlightWindowTest {
    private final InFlightWindow window = new InFlightWindow(1);

    @Test
    void shouldLetTheNextOneInWhenSomebodyLeaves() {
        window.enter(null);
        var next = waiting();

        window.leave();

        assertThat(next.entry().join()).isEqualTo(ENTERED);
        assertThat(window.taken()).isEqualTo(1);
    }

    @Test
    void shouldTurnAwayThoseWhoWaitWhenItCloses() {
        window.enter(null);
        var next = waiting();

        window.close();

        assertThat(next.entry().join()).isEqualTo(CLOSED);
        assertThat(window.enter(null)).isEqualTo(CLOSED);
        assertThat(window.taken()).isEqualTo(1);
    }

    @Test
    void shouldLetAnInterruptedOneGoWithItsInterrupt() {
        window.enter(null);
        var next = waiting();

        next.thread().interrupt();

        assertThat(next.entry().join()).isEqualTo(INTERRUPTED);
        assertThat(next.interrupted().join()).isTrue();
    }

    @Test
    void shouldSayWhetherItBecameEmptyInTime() {
        window.enter(null);

        assertThat(window.awaitEmpty(Duration.ofMillis(1))).isFalse();
        window.leave();
        assertThat(window.awaitEmpty(Duration.ofMillis(1))).isTrue();
    }

    @Test
    void shouldNotWaitLongerThanThePatienceOfWhoComes() {
        window.enter(null);

        assertThat(window.enter(Duration.ofMillis(5))).isEqualTo(TIMED_OUT);
        assertThat(window.enter(Duration.ofNanos(1))).isEqualTo(TIMED_OUT);
        assertThat(window.taken()).isEqualTo(1);
    }

    private Waiting waiting() {
        var entry = new CompletableFuture<InFlightWindow.Entry>();
        var interrupted = new CompletableFuture<Boolean>();
        var thread = Thread.ofPlatform().daemon().start(() -> {
            entry.complete(window.enter(null));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        Eventually.until("the thread waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
        return new Waiting(thread, entry, interrupted);
    }

    private record Waiting(
            Thread thread, CompletableFuture<InFlightWindow.Entry> entry, CompletableFuture<Boolean> interrupted) {}
}
