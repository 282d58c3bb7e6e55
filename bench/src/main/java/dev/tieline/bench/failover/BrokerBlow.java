package dev.tieline.bench.failover;

import java.time.Duration;
import java.time.Instant;

/** The death of the broker, which is started again at once. */
record BrokerBlow(Hospital hospital, Callers callers) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Strikes, brings the broker back and measures. */
    Episode strike() throws InterruptedException {
        var broker = hospital.broker();
        long struck = System.nanoTime();
        broker.kill();
        var away = Instant.now();
        var unused = broker.start().awaitReady();
        long listening = System.nanoTime();
        var times = new Stopwatch(struck, PATIENCE)
                .onSight(Mark.HEARD, () -> hospital.operator().heardSince(away, hospital.nodes()))
                .run();
        callers.await("answer after the death of the broker", call -> call.begun() - struck >= 0 && call.answered());
        var calls = new Calls(struck, callers.dismiss());
        times.put(Mark.LISTENING, Duration.ofNanos(listening - struck));
        times.put(Mark.SERVED, calls.servedAgain(site -> true).orElseThrow());
        times.put(Mark.GAP, calls.longestGap());
        times.put(Mark.SLOWEST, calls.slowest());
        return new Episode("the broker", times, calls.answered(), calls.refused());
    }
}
