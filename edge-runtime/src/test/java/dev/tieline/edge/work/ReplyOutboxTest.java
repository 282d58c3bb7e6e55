package dev.tieline.edge.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplyOutboxTest {
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Test
    void shouldSendInOrderOnAThreadOfItsOwn() {
        var threads = new CopyOnWriteArrayList<Thread>();
        try (var outbox = new ReplyOutbox(10)) {
            for (var reply : List.of("a", "b", "c")) {
                outbox.execute(() -> {
                    threads.add(Thread.currentThread());
                    sent.add(reply);
                });
            }
        }

        assertThat(sent).containsExactly("a", "b", "c");
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void shouldTakeNoMoreThanItHasRoomFor() throws Exception {
        var sending = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var outbox = new ReplyOutbox(1)) {
            outbox.execute(() -> {
                sending.countDown();
                await(release);
            });
            assertThat(sending.await(60, TimeUnit.SECONDS)).isTrue();
            outbox.execute(() -> sent.add("waits"));

            assertThatThrownBy(() -> outbox.execute(() -> sent.add("too much")))
                    .isInstanceOf(RejectedExecutionException.class);
            release.countDown();
        }

        assertThat(sent).containsExactly("waits");
    }

    @Test
    void shouldTakeNothingOnceItIsClosed() {
        var outbox = new ReplyOutbox(1);
        outbox.close();

        assertThatThrownBy(() -> outbox.execute(() -> sent.add("late"))).isInstanceOf(RejectedExecutionException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
