package dev.tieline.bench.policy;

import dev.tieline.bench.measure.Console;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.launcher.console.Surroundings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tieline bench policy}: the command line of the benchmark. */
@Command(
        name = "policy",
        description = {
            "Policy decisions beside a rule written by hand, a filtered fleet of 100,000 nodes beside asking one by one,"
                    + " and a large bundle read beside a small one, in one run."
        },
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:not measured, and why",
            "2:the command line is wrong",
            "3:measured, but void: the machine was not calm"
        })
public final class PolicyCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "3", description = "Rounds. Default: ${DEFAULT-VALUE}")
    int rounds;

    @Option(
            names = "--millis",
            defaultValue = "1000",
            description = "How long an iteration lasts; a round has six of each subject. Default: ${DEFAULT-VALUE}")
    int millis;

    @Option(
            names = "--subjects",
            split = ",",
            paramLabel = "NAME",
            description = "What to measure, and with it what it is compared with. Default: everything")
    List<String> subjects = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "The report. Default: target/bench/policy.json")
    @Nullable Path json;

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var plan = plan();
        var console = new Console(spec);
        var file = json == null ? Surroundings.of(System.getenv()).root().resolve("target/bench/policy.json") : json;
        var report = new PolicyBench(console::tell).run(plan, Clock.systemUTC().instant());
        PolicyJson.write(report, file);
        console.print(PolicyTable.lines(report), "All rounds", file);
        return report.isValid() ? 0 : Console.VOID;
    }

    private Plan plan() {
        try {
            return Plan.of(rounds, millis, wanted());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Set<Subject> wanted() {
        var wanted = EnumSet.noneOf(Subject.class);
        for (var word : subjects) {
            wanted.add(Subject.find(word)
                    .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no subject. Legal: "
                            + Arrays.stream(Subject.values()).map(Subject::word).collect(Collectors.joining(", ")))));
        }
        return wanted.isEmpty() ? EnumSet.allOf(Subject.class) : wanted;
    }
}
