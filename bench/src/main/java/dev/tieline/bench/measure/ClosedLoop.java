package dev.tieline.bench.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/**
 * Callers that each make one call after the other, as fast as the answers come.
 *
 * @param callers how many at the same time, at least 1
 * @param threads makes a thread for each
 */
public record ClosedLoop(int callers, ThreadFactory threads) {

    public ClosedLoop {
        if (callers < 1) {
            throw new IllegalArgumentException("a closed loop needs at least 1 caller, and has " + callers);
        }
    }

    /**
     * Makes the calls and times each.
     *
     * @param calls how many by all callers together; at least one is made by each
     * @param cpu read before the first call and after the last
     * @throws RuntimeException the first failure of a call, once every caller has ended
     */
    public Sample run(int calls, Runnable call, CpuClock cpu) throws InterruptedException {
        int each = Math.max(1, calls / callers);
        var go = new CountDownLatch(1);
        var running = new ArrayList<Future<long[]>>();
        for (int caller = 0; caller < callers; caller++) {
            var task = new FutureTask<>(() -> {
                go.await();
                return times(each, call);
            });
            running.add(task);
            threads.newThread(task).start();
        }
        long cpuBefore = cpu.nanos();
        long start = System.nanoTime();
        go.countDown();
        var times = new ArrayList<long[]>();
        RuntimeException failure = null;
        for (var one : running) {
            try {
                times.add(one.get());
            } catch (ExecutionException e) {
                failure = failure == null ? unwrap(e) : failure;
            }
        }
        long elapsed = System.nanoTime() - start;
        if (failure != null) {
            throw failure;
        }
        var all = times.stream().flatMapToLong(Arrays::stream).toArray();
        return Sample.of(Latencies.of(all), elapsed, cpu.nanos() - cpuBefore);
    }

    private static long[] times(int calls, Runnable call) {
        var times = new long[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            call.run();
            times[i] = System.nanoTime() - start;
        }
        return times;
    }

    private static RuntimeException unwrap(ExecutionException e) {
        return e.getCause() instanceof RuntimeException failure
                ? failure
                : new IllegalStateException("a call failed", e);
    }
}
