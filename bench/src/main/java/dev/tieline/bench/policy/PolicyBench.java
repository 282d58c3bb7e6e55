package dev.tieline.bench.policy;

import dev.tieline.bench.measure.Machine;
import dev.tieline.launcher.console.CommandFailure;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The run: JMH measures every subject in a new process, round by round. */
final class PolicyBench {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Consumer<String> progress;

    /** @param progress hears one line for each step */
    PolicyBench(Consumer<String> progress) {
        this.progress = progress;
    }

    PolicyReport run(Plan plan, Instant date) {
        var load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Map<Subject, List<Figure>> rounds = new EnumMap<>(Subject.class);
        for (var number = 1; number <= plan.rounds(); number++) {
            for (var subject : plan.subjects()) {
                progress.accept("Round " + number + " of " + plan.rounds() + ": " + subject.title());
                rounds.computeIfAbsent(subject, none -> new ArrayList<>()).add(measure(plan, subject));
            }
        }
        var results = plan.subjects().stream()
                .map(subject -> new Result(subject, rounds.getOrDefault(subject, List.of())))
                .toList();
        return new PolicyReport(date, Machine.here(), load, plan, results);
    }

    private static Figure measure(Plan plan, Subject subject) {
        var iteration = TimeValue.milliseconds(plan.millis());
        var options = new OptionsBuilder()
                .include("^" + subject.benchmark().replace(".", "\\.") + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(Plan.WARMUPS)
                .warmupTime(iteration)
                .measurementIterations(Plan.ITERATIONS)
                .measurementTime(iteration)
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        try {
            return figure(new Runner(options).runSingle());
        } catch (RunnerException e) {
            throw new CommandFailure("cannot measure " + subject.word() + ": " + e.getMessage(), e);
        }
    }

    private static Figure figure(RunResult result) {
        return new Figure(
                result.getPrimaryResult().getScore(), score(result, CpuProfiler.RESULT), score(result, ALLOCATED));
    }

    private static double score(RunResult result, String name) {
        var scores = result.getSecondaryResults();
        var score = scores.get(name);
        if (score == null) {
            throw new IllegalStateException("JMH gave no " + name + ", only " + scores.keySet());
        }
        return score.getScore();
    }
}
