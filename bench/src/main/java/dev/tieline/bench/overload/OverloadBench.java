package dev.tieline.bench.overload;

import dev.tieline.bench.measure.Machine;
import dev.tieline.bench.measure.Sample;
import dev.tieline.bench.stage.Server;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.fetch.ModelFetcher;
import dev.tieline.launcher.process.Fleet;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.SessionSettings;
import dev.tieline.models.store.ModelStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The run: starts a node, warms it up, finds its peak and overloads it round by round, stops it. */
final class OverloadBench {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(30);
    private static final List<Integer> CALLERS = List.of(2, 4, 8, 16);
    /** Requests that show that the node is done with a drive before the next begins. */
    private static final int SETTLING = 20;

    private static final int MOST_CONNECTIONS = 8_192;

    private final Surroundings around;
    private final Path folder;
    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final Consumer<String> progress;

    /**
     * @param folder where logs and the node's files go
     * @param progress hears one line for each step
     */
    OverloadBench(Surroundings around, Path folder, Consumer<String> progress) {
        this.around = around;
        this.folder = folder;
        this.progress = progress;
    }

    /** A model under load, and how many callers of a closed loop reach the most. */
    private record Subject(Question question, Meter meter, int callers) {}

    OverloadReport run(Plan plan, Instant date) throws InterruptedException {
        var models = fetch(plan.models());
        try (var fleet = new Fleet(folder.resolve("logs"), GRACE)) {
            progress.accept("Starting a node; its log is in " + folder.resolve("logs"));
            var capacity = plan.capacity();
            var server = Server.alone(around, plan.models(), capacity.slots(), capacity.queue(), fleet, folder);
            try (var generator = new Generator(server.port(), MOST_CONNECTIONS);
                    var bare = open(models.getFirst())) {
                var subjects = new ArrayList<Subject>();
                for (var model : models) {
                    check(model, server);
                    var question = Question.of(model, plan.deadline(), codec);
                    subjects.add(prepare(question, new Meter(generator, server, question, plan.deadline()), plan));
                }
                var yardstick = new Yardstick(bare, subjects.getFirst().question());
                return measure(plan, yardstick, subjects, date);
            }
        }
    }

    private List<ModelManifest> fetch(List<String> names) throws InterruptedException {
        var catalog = ModelCatalog.read(around.catalog());
        var models = new ArrayList<ModelManifest>();
        for (var name : names) {
            var model = catalog.find(name)
                    .orElseThrow(() ->
                            new CommandFailure("the catalogue " + around.catalog() + " has no model '" + name + "'"));
            ModelFetcher.of(around, progress).fetch(model);
            models.add(model);
        }
        return models;
    }

    private ModelSession open(ModelManifest model) {
        var file = new ModelStore(around.models()).require(model.ref(), model.model());
        return ModelSession.open(model, file, SessionSettings.DEFAULT);
    }

    /** Holds an answer of the node, which is cold yet and has time, against what the model answers here. */
    private void check(ModelManifest model, Server server) throws InterruptedException {
        var question = Question.of(model, FIRST_ANSWER, codec);
        try (var session = open(model)) {
            var answer = new Probe(codec).ask(question, server.inference(question.model()));
            question.check(answer, session.run(question.inputs(), List.of()));
        }
    }

    /** Warms up and finds how many callers reach the most; afterwards overloads it once, for the same reason. */
    private Subject prepare(Question question, Meter meter, Plan plan) {
        progress.accept("Warming up: " + question.model());
        int places = plan.capacity().slots() + plan.capacity().queue();
        var callers =
                CALLERS.stream().map(each -> Math.min(each, places)).distinct().toList();
        meter.ask(callers.getLast(), plan.warmup());
        Map<Double, Integer> peaks = new TreeMap<>(Comparator.reverseOrder());
        for (int each : callers) {
            peaks.put(meter.closed(each, plan.window()).goodput(), each);
        }
        var best = peaks.entrySet().iterator().next();
        progress.accept(
                String.format("%s: about %.0f/s with %d callers", question.model(), best.getKey(), best.getValue()));
        meter.open(best.getKey() * plan.top() / 100, plan.window());
        meter.ask(1, SETTLING);
        return new Subject(question, meter, best.getValue());
    }

    private OverloadReport measure(Plan plan, Yardstick yardstick, List<Subject> subjects, Instant date)
            throws InterruptedException {
        var bare = new ArrayList<Sample>();
        var rounds = subjects.stream().map(subject -> new ArrayList<Round>()).toList();
        for (int number = 0; number < plan.rounds(); number++) {
            progress.accept("Round " + (number + 1) + " of " + plan.rounds());
            bare.add(yardstick.measure());
            for (int i = 0; i < subjects.size(); i++) {
                rounds.get(i).add(round(subjects.get(i), plan, number));
            }
        }
        var results = IntStream.range(0, subjects.size())
                .mapToObj(i -> new ModelResult(
                        subjects.get(i).question().model(), subjects.get(i).callers(), rounds.get(i)))
                .toList();
        return new OverloadReport(date, Machine.here(), plan, bare, results);
    }

    /** The peak, then every rate; each round begins with another one. */
    private static Round round(Subject subject, Plan plan, int number) {
        var meter = subject.meter();
        var peak = meter.closed(subject.callers(), plan.window());
        var order = new ArrayList<>(plan.percents());
        Collections.rotate(order, -number);
        var samples = new TreeMap<Integer, RateSample>();
        for (int percent : order) {
            samples.put(percent, meter.open(Math.max(1, peak.goodput()) * percent / 100, plan.window()));
            meter.ask(1, SETTLING);
        }
        return new Round(peak, List.copyOf(samples.values()));
    }
}
