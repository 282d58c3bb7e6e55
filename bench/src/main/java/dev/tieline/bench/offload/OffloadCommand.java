package dev.tieline.bench.offload;

import dev.tieline.bench.measure.Console;
import dev.tieline.bench.stage.BrokerChoice;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.launcher.console.Surroundings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tieline bench offload}: the command line of the benchmark. */
@Command(
        name = "offload",
        description = {
            "Round trips of an inference done by another node over MQTT, beside a raw echo on the same broker and the"
                    + " bare inference, in one run."
        },
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:not measured, and why",
            "2:the command line is wrong",
            "3:measured, but void: the machine was not calm"
        })
public final class OffloadCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "5", description = "Rounds. Default: ${DEFAULT-VALUE}")
    int rounds;

    @Option(
            names = "--requests",
            defaultValue = "400",
            description = "Requests of each kind and size in a round. Default: ${DEFAULT-VALUE}")
    int requests;

    @Option(
            names = "--warmup",
            defaultValue = "3000",
            description = "Requests of each kind and size before the first round. Default: ${DEFAULT-VALUE}")
    int warmup;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "1,150",
            paramLabel = "KIB",
            description = "Sizes of the input tensors in KiB, measured in turn. Default: ${DEFAULT-VALUE}")
    List<Integer> sizes = List.of();

    @Option(
            names = "--concurrency",
            split = ",",
            defaultValue = "1",
            paramLabel = "N",
            description = "Callers at the same time, 1 to 16; several are measured in turn. Default: ${DEFAULT-VALUE}")
    List<Integer> concurrency = List.of();

    @Option(
            names = "--broker",
            description = "mosquitto, artemis, or the address of a running one (mqtt://127.0.0.1:1883)."
                    + " Default: mosquitto where it is installed, else artemis")
    @Nullable String broker;

    @Option(names = "--json", paramLabel = "FILE", description = "The report. Default: target/bench/offload.json")
    @Nullable Path json;

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var plan = plan();
        var console = new Console(spec);
        var choice = BrokerChoice.of(broker, BrokerChoice.folders(System.getenv("PATH")));
        var around = Surroundings.of(System.getenv());
        var folder = around.root().resolve("target/bench");
        var bench = new OffloadBench(around, folder.resolve("offload"), console::tell);
        var report = bench.run(plan, choice, Clock.systemUTC().instant());
        var file = json == null ? folder.resolve("offload.json") : json;
        OffloadJson.write(report, file);
        console.print(OffloadTable.lines(report), "All rounds", file);
        return report.isValid() ? 0 : Console.VOID;
    }

    private Plan plan() {
        try {
            var loads = sizes.stream()
                    .flatMap(size ->
                            concurrency.stream().map(callers -> new Load(Math.multiplyExact(size, 1024), callers)))
                    .toList();
            return new Plan(rounds, requests, warmup, loads);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
