package dev.tieline.bench.overload;

import dev.tieline.bench.measure.Console;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.launcher.console.Surroundings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tieline bench overload}: the command line of the benchmark. */
@Command(
        name = "overload",
        description = {
            "What a node answers in time when more is asked of it than it can do: goodput, refusals and late answers"
                    + " at rates below and above its peak, in one run."
        },
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:not measured, and why",
            "2:the command line is wrong",
            "3:measured, but void: the machine was not calm, or the generator did not keep up"
        })
public final class OverloadCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "5", description = "Rounds. Default: ${DEFAULT-VALUE}")
    int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description = "For how long requests arrive at each rate of a round. Default: ${DEFAULT-VALUE}")
    double seconds;

    @Option(
            names = "--warmup",
            defaultValue = "4000",
            description = "Requests of each model before anything counts. Default: ${DEFAULT-VALUE}")
    int warmup;

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "minilm,simple",
            paramLabel = "NAME",
            description = "Models of the catalogue, measured in turn. The first is the yardstick of the machine's calm."
                    + " Default: ${DEFAULT-VALUE}")
    List<String> models = List.of();

    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "50,80,100,150,300",
            paramLabel = "PERCENT",
            description = "Offered rates in percent of the peak, increasing. Default: ${DEFAULT-VALUE}")
    List<Integer> rates = List.of();

    @Option(
            names = "--deadline",
            defaultValue = "250",
            paramLabel = "MS",
            description = "The deadline of each request. Default: ${DEFAULT-VALUE}")
    int deadline;

    @Option(names = "--slots", defaultValue = "2", description = "The node's run slots. Default: ${DEFAULT-VALUE}")
    int slots;

    @Option(names = "--queue", defaultValue = "16", description = "The node's queue. Default: ${DEFAULT-VALUE}")
    int queue;

    @Option(names = "--json", paramLabel = "FILE", description = "The report. Default: target/bench/overload.json")
    @Nullable Path json;

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var plan = plan();
        var console = new Console(spec);
        var around = Surroundings.of(System.getenv());
        var folder = around.root().resolve("target/bench");
        var bench = new OverloadBench(around, folder.resolve("overload"), console::tell);
        var report = bench.run(plan, Clock.systemUTC().instant());
        var file = json == null ? folder.resolve("overload.json") : json;
        OverloadJson.write(report, file);
        console.print(OverloadTable.lines(report), "All rounds", file);
        return report.isValid() ? 0 : Console.VOID;
    }

    private Plan plan() {
        try {
            return new Plan(
                    models,
                    rates,
                    rounds,
                    Duration.ofNanos(Math.round(seconds * 1e9)),
                    Duration.ofMillis(deadline),
                    warmup,
                    new Plan.Capacity(slots, queue));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
