package dev.tieline.edge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EntranceTest {

    @Test
    void shouldLetInUpToItsLimit() {
        var entrance = new Entrance(2);

        assertThat(entrance.enter()).isTrue();
        assertThat(entrance.enter()).isTrue();
        assertThat(entrance.enter()).isFalse();
        assertThat(entrance.inside()).isEqualTo(2);
    }

    @Test
    void shouldLetInWhoComesAfterOneHasLeft() {
        var entrance = new Entrance(1);
        entrance.enter();
        entrance.enter();
        entrance.leave();

        assertThat(entrance.enter()).isTrue();
    }

    @Test
    void shouldNeverLetInMoreThanItsLimitAtOnce() {
        var entrance = new Entrance(3);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var begin = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int thread = 0; thread < 8; thread++) {
                threads.execute(() -> {
                    awaited(begin);
                    for (int i = 0; i < 10_000; i++) {
                        if (entrance.enter()) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            inside.decrementAndGet();
                            entrance.leave();
                        }
                    }
                });
            }
            begin.countDown();
        }

        assertThat(most.get()).isBetween(1, 3);
        assertThat(entrance.inside()).isZero();
    }

    @Test
    void shouldRefuseALimitThatLetsNobodyIn() {
        assertThatThrownBy(() -> new Entrance(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
