package dev.tieline.bench.failover;

import dev.tieline.bench.measure.Console;
import dev.tieline.bench.stage.BrokerChoice;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.launcher.console.Surroundings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tieline bench failover}: the command line of the benchmark. */
@Command(
        name = "failover",
        description = {
            "Strikes a federation of real processes again and again while callers ask its gateway, and measures how long"
                    + " it takes until it has noticed, has another place, and serves."
        },
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:measured", "1:not measured, and why", "2:the command line is wrong"})
public final class FailoverCommand implements Callable<Integer> {

    @Option(names = "--kills", defaultValue = "20", description = "How often it is struck. Default: ${DEFAULT-VALUE}")
    int kills;

    @Option(
            names = "--fault",
            defaultValue = "kill",
            completionCandidates = Words.class,
            converter = FaultConverter.class,
            description = {
                "What strikes: kill (SIGKILL of the executor that answered last), stop (SIGSTOP of it), broker (SIGKILL of"
                        + " the broker, which starts again at once). Default: ${DEFAULT-VALUE}"
            })
    Fault fault = Fault.KILL;

    @Option(
            names = "--replicas",
            defaultValue = "2",
            description = "How many of the three executors hold the model, 1 or 2. Default: ${DEFAULT-VALUE}")
    int replicas;

    @Option(
            names = "--rate",
            defaultValue = "50",
            description = "How many requests callers make in a second. Default: ${DEFAULT-VALUE}")
    int rate;

    @Option(
            names = "--broker",
            description = "mosquitto or artemis. Default: mosquitto where it is installed, else artemis")
    @Nullable String broker;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "The report. Default: target/bench/failover-FAULT.json")
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
        var bench = new FailoverBench(around, folder.resolve("failover"), console::tell);
        var report = bench.run(plan, choice, Clock.systemUTC().instant());
        var file = json == null ? folder.resolve("failover-" + fault.word() + ".json") : json;
        FailoverJson.write(report, file);
        console.print(FailoverTable.lines(report), "Every blow", file);
        return 0;
    }

    private Plan plan() {
        try {
            return new Plan(fault, kills, replicas, rate);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** The words of the faults, for help. */
    static final class Words implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Fault.values()).map(Fault::word).iterator();
        }
    }

    /** Reads a fault as people write it. */
    static final class FaultConverter implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String text) {
            return Arrays.stream(Fault.values())
                    .filter(fault -> fault.word().equals(text))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("'" + text + "' is no fault. Maybe use kill, stop or broker"));
        }
    }
}
