package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private final Deliveries deliveries = new Deliveries("deliveries-test", 2);
    private final List<Integer> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        deliveries.close();
    }

    @Test
    void shouldRunTasksInTheirOrderOnOneThread() {
        var threads = new CopyOnWriteArrayList<Thread>();
        deliveries.start();

        for (var i = 0; i < 100; i++) {
            var number = i;
            deliveries.submit(() -> {
                done.add(number);
                threads.addIfAbsent(Thread.currentThread());
            });
        }

        Eventually.until("all ran", () -> done.size() == 100);
        assertThat(done)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        assertThat(threads).hasSize(1);
    }

    @Test
    void shouldOutliveTasksThatFail() {
        deliveries.start();

        deliveries.submit(() -> {
            throw new IllegalStateException("fails on purpose");
        });
        deliveries.submit(() -> {
            throw new StackOverflowError("fails on purpose");
        });
        deliveries.submit(() -> done.add(1));

        Eventually.until("the next one ran", () -> !done.isEmpty());
    }

    @Test
    void shouldTakeQosZeroAgainOnceSomeIsHandled() {
        deliveries.submitQos0(() -> done.add(1));
        deliveries.submitQos0(() -> done.add(2));
        deliveries.submitQos0(() -> done.add(3));
        deliveries.start();
        Eventually.until("two ran", () -> done.size() == 2);

        deliveries.submitQos0(() -> done.add(4));

        Eventually.until("the last one ran", () -> done.contains(4));
        assertThat(done).containsExactly(1, 2, 4);
        assertThat(deliveries.dropped()).isEqualTo(1);
    }

    @Test
    void shouldInterruptAHandlerThatDoesNotReturnWhenItCloses() {
        var interrupted = new CopyOnWriteArrayList<Boolean>();
        var started = new CountDownLatch(1);
        deliveries.start();
        deliveries.submit(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.add(true);
            }
        });
        Eventually.until("the handler runs", () -> started.getCount() == 0);

        deliveries.close();

        Eventually.until("it was interrupted", () -> !interrupted.isEmpty());
    }

    @Test
    void shouldRunNothingAfterItClosed() {
        deliveries.start();
        deliveries.close();

        deliveries.submit(() -> done.add(1));

        assertThat(done).isEmpty();
    }
}
