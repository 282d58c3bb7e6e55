package dev.tieline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
    private static final CpuClock CPU = new CpuClock(List.of());

    @Test
    void shouldMakeTheCallsAskedFor() throws Exception {
        var calls = new AtomicInteger();

        var sample = loop(1).run(100, calls::incrementAndGet, CPU);

        assertThat(calls).hasValue(100);
        assertThat(sample.perSecond()).isPositive();
        assertThat(sample.p99()).isGreaterThanOrEqualTo(sample.p50());
    }

    @Test
    void shouldCallFromAllCallersAtTheSameTime() throws Exception {
        var together = new CyclicBarrier(3);
        Set<Thread> callers = ConcurrentHashMap.newKeySet();

        loop(3).run(
                        30,
                        () -> {
                            callers.add(Thread.currentThread());
                            meet(together);
                        },
                        CPU);

        assertThat(callers).hasSize(3);
    }

    @Test
    void shouldLetEachCallerCallAtLeastOnce() throws Exception {
        var calls = new AtomicInteger();

        loop(4).run(1, calls::incrementAndGet, CPU);

        assertThat(calls).hasValue(4);
    }

    @Test
    void shouldPassOnTheFailureOfACall() {
        var calls = new AtomicInteger();

        assertThatThrownBy(() -> loop(2).run(
                                20,
                                () -> {
                                    if (calls.incrementAndGet() == 7) {
                                        throw new IllegalStateException("the seventh failed");
                                    }
                                },
                                CPU))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the seventh failed");
    }

    @Test
    void shouldRefuseNoCaller() {
        assertThatThrownBy(() -> loop(0)).hasMessageContaining("at least 1 caller");
    }

    private static ClosedLoop loop(int callers) {
        return new ClosedLoop(callers, Thread.ofPlatform().daemon().factory());
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the callers never met", e);
        }
    }
}
