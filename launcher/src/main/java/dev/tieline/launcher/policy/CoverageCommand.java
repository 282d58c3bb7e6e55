package dev.tieline.launcher.policy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.policy.replay.Coverage;
import dev.tieline.policy.replay.CoverageRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tieline policy coverage}. */
@Command(
        name = "coverage",
        exitCodeOnExecutionException = PolicyCommand.BAD_INPUT,
        description = {
            "Tells which rules, clauses and defaults of a policy no test case decides.",
            "The exit code is 0, or 1 if less is decided than --require asks for, 2 where a file "
                    + "cannot be read or there is no case."
        },
        footer = {"", "  ./tieline policy coverage --bundle policy/rules/acme-eu.yaml --cases cases.yaml --require 90"})
final class CoverageCommand implements Callable<Integer> {
    @Mixin
    BundleOption bundle = new BundleOption();

    @Mixin
    CasesOption cases = new CasesOption();

    @Option(
            names = "--require",
            defaultValue = "0",
            paramLabel = "PERCENT",
            description = "How many of a hundred parts must be decided, from 0 to 100. Default: ${DEFAULT-VALUE}")
    int required;

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (required < 0 || required > 100) {
            throw new ParameterException(
                    spec.commandLine(), "--require: a percentage is from 0 to 100, and this is " + required);
        }
        var texts = bundle.texts();
        var asked = cases.with(BundleFiles.asked(texts, "--bundle"));
        var coverage = CoverageRun.of(texts, asked, BundleFiles::read);
        var out = spec.commandLine().getOut();
        if (output.json()) {
            OutputOption.print(out, json -> write(json, coverage));
        } else {
            print(out, coverage);
        }
        return isEnough(coverage) ? 0 : 1;
    }

    private boolean isEnough(Coverage coverage) {
        if (coverage.percent() >= required) {
            return true;
        }
        var err = spec.commandLine().getErr();
        err.println("tieline: " + coverage.percent() + " % are decided, and " + required + " % are required");
        err.flush();
        return false;
    }

    private static void print(PrintWriter out, Coverage coverage) {
        for (var item : coverage.undecided()) {
            out.println(item.place().source() + ":" + item.place().line() + ": no case decides " + item.name());
        }
        out.println(coverage.decided() + " of " + coverage.items().size() + " parts are decided by a case, "
                + coverage.percent() + " %");
        out.flush();
    }

    private static void write(JsonGenerator json, Coverage coverage) throws IOException {
        json.writeStartObject();
        json.writeNumberField("percent", coverage.percent());
        json.writeNumberField("decided", coverage.decided());
        json.writeNumberField("parts", coverage.items().size());
        json.writeArrayFieldStart("undecided");
        for (var item : coverage.undecided()) {
            json.writeStartObject();
            OutputOption.place(json, item.place());
            json.writeStringField("name", item.name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
