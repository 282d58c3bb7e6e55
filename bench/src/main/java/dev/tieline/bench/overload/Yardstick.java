package dev.tieline.bench.overload;

import dev.tieline.bench.measure.ClosedLoop;
import dev.tieline.bench.measure.CpuClock;
import dev.tieline.bench.measure.Sample;
import dev.tieline.models.onnx.ModelSession;
import java.util.List;

/**
 * The bare inference in this process, on all processors at once, while the node rests: what it does in a second should
 * not change between rounds, and where it does, the machine was not calm.
 */
final class Yardstick {
    private static final double SECONDS = 1;
    private static final int FEW = 100;

    private final ModelSession session;
    private final Question question;
    private final ClosedLoop loop = new ClosedLoop(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().factory());
    private final CpuClock cpu = new CpuClock(List.of());
    private final int calls;

    /** Warms up until the calls of about a second are known. */
    Yardstick(ModelSession session, Question question) throws InterruptedException {
        this.session = session;
        this.question = question;
        measure(FEW);
        this.calls = (int) Math.max(FEW, measure(FEW).perSecond() * SECONDS);
        measure();
    }

    Sample measure() throws InterruptedException {
        return measure(calls);
    }

    private Sample measure(int count) throws InterruptedException {
        return loop.run(count, () -> session.run(question.inputs(), List.of()), cpu);
    }
}
