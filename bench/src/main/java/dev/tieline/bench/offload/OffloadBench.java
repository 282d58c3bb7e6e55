package dev.tieline.bench.offload;

import dev.tieline.bench.measure.ClosedLoop;
import dev.tieline.bench.measure.CpuClock;
import dev.tieline.bench.measure.Machine;
import dev.tieline.bench.stage.Broker;
import dev.tieline.bench.stage.BrokerChoice;
import dev.tieline.bench.stage.Executor;
import dev.tieline.bench.stage.JavaProgram;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.process.Fleet;
import dev.tieline.launcher.process.Readiness;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The run: starts everything, warms it up, measures round by round, stops everything. */
final class OffloadBench {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Surroundings around;
    private final Path folder;
    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final Consumer<String> progress;

    /**
     * @param folder where logs and the nodes' files go
     * @param progress hears one line for each step
     */
    OffloadBench(Surroundings around, Path folder, Consumer<String> progress) {
        this.around = around;
        this.folder = folder;
        this.progress = progress;
    }

    OffloadReport run(Plan plan, BrokerChoice choice, Instant date) throws InterruptedException {
        var model = SimpleModel.fetch(around);
        try (var fleet = new Fleet(folder.resolve("logs"), GRACE)) {
            progress.accept("Starting a broker, an echo and a node; their logs are in " + folder.resolve("logs"));
            var broker = Broker.start(choice, fleet, folder);
            var echo = fleet.start(
                    JavaProgram.spec("echo", EchoServer.class, broker.address().toString()));
            echo.await(Readiness.line(EchoServer.READY), PATIENCE);
            var executor = Executor.start(around, SimpleModel.NAME, broker, fleet, folder);
            var clocks = new Clocks(
                    new CpuClock(List.of()),
                    clock(broker.processes(), echo.handle()),
                    clock(broker.processes(), executor));
            try (var session = model.open(around);
                    var raw = new RawEcho(broker.address());
                    var offloader = new Offloader(broker.address(), codec)) {
                var points = new ArrayList<Point>();
                for (var load : plan.loads()) {
                    points.add(Point.prepare(load, model, session, raw, offloader, codec));
                }
                var rounds = measure(plan, points, clocks);
                return new OffloadReport(date, Machine.here(), broker.name(), plan, results(points, rounds));
            }
        }
    }

    /** What is counted as the processor time of each subject: this process, and the others that take part. */
    private record Clocks(CpuClock bare, CpuClock echo, CpuClock offload) {}

    private List<List<Round>> measure(Plan plan, List<Point> points, Clocks clocks) throws InterruptedException {
        for (var point : points) {
            progress.accept("Warming up: " + point.load());
            round(point, plan.warmup(), clocks);
        }
        var rounds = new ArrayList<List<Round>>();
        for (int number = 1; number <= plan.rounds(); number++) {
            progress.accept("Round " + number + " of " + plan.rounds());
            var round = new ArrayList<Round>();
            for (var point : points) {
                round.add(round(point, plan.requests(), clocks));
            }
            rounds.add(round);
        }
        return rounds;
    }

    private static Round round(Point point, int requests, Clocks clocks) throws InterruptedException {
        int callers = point.load().callers();
        var platform = new ClosedLoop(callers, Thread.ofPlatform().daemon().factory());
        var virtual = new ClosedLoop(callers, Thread.ofVirtual().factory()); // as in a node
        return new Round(
                platform.run(requests * Plan.BARE_FACTOR, point.bare(), clocks.bare),
                platform.run(requests, point.echo(), clocks.echo),
                virtual.run(requests, point.offload(), clocks.offload));
    }

    private static List<LoadResult> results(List<Point> points, List<List<Round>> rounds) {
        var results = new ArrayList<LoadResult>();
        for (int i = 0; i < points.size(); i++) {
            int index = i;
            var point = points.get(i);
            var ofPoint = rounds.stream().map(round -> round.get(index)).toList();
            results.add(new LoadResult(point.load(), point.requestBytes(), point.replyBytes(), ofPoint));
        }
        return results;
    }

    private static CpuClock clock(List<ProcessHandle> broker, ProcessHandle peer) {
        return new CpuClock(Stream.concat(broker.stream(), Stream.of(peer)).toList());
    }
}
