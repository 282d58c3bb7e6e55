package dev.tieline.bench.overload;

import dev.tieline.bench.measure.CpuClock;
import dev.tieline.bench.stage.Server;
import java.time.Duration;
import java.util.List;

/** Drives load to one model of a node and reads the clocks around it. */
final class Meter {
    private final Generator generator;
    private final CpuClock node;
    private final CpuClock self = new CpuClock(List.of());
    private final byte[] request;
    private final Duration deadline;

    Meter(Generator generator, Server server, Question question, Duration deadline) {
        this.generator = generator;
        this.node = new CpuClock(List.of(server.process()));
        this.request = question.http(server.inference(question.model()));
        this.deadline = deadline;
    }

    /** Requests on the clock. */
    RateSample open(double perSecond, Duration window) {
        return sample(new Pace.Open(perSecond, window));
    }

    /** Callers that wait for their answers. */
    RateSample closed(int callers, Duration window) {
        return sample(new Pace.Closed(callers, window));
    }

    /** Callers that wait for their answers, until that many requests have ended; nothing is measured. */
    void ask(int callers, int requests) {
        drive(new Pace.Counted(callers, requests));
    }

    private RateSample sample(Pace pace) {
        long nodeCpu = node.othersNanos();
        long ownCpu = self.nanos();
        long start = System.nanoTime();
        var ledger = drive(pace);
        long elapsed = System.nanoTime() - start;
        return RateSample.of(
                ledger,
                pace instanceof Pace.Open open ? open.window() : Duration.ofNanos(elapsed),
                deadline,
                new Effort(elapsed, node.othersNanos() - nodeCpu, self.nanos() - ownCpu, generator.connections()));
    }

    private Ledger drive(Pace pace) {
        return generator.drive(pace, request, deadline.plus(Plan.GUARD));
    }
}
