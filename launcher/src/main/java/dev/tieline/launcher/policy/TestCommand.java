package dev.tieline.launcher.policy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.json.PolicyAnswer;
import dev.tieline.policy.replay.CaseResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tieline policy test}. */
@Command(
        name = "test",
        exitCodeOnExecutionException = PolicyCommand.BAD_INPUT,
        description = {
            "Asks a policy its test cases, those in its bundles and those in files, and tells which " + "fail.",
            "The exit code is 0 if all pass, 1 if one fails, 2 where a file cannot be read or there " + "is no case."
        },
        footer = {"", "  ./tieline policy test --bundle policy/rules/acme-eu.yaml --cases cases.yaml"})
final class TestCommand implements Callable<Integer> {
    @Mixin
    BundleOption bundle = new BundleOption();

    @Mixin
    CasesOption cases = new CasesOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var policy = BundleFiles.asked(bundle.texts(), "--bundle");
        var results = CaseResult.of(cases.with(policy), new PolicyEvaluator(new BundleState.Valid(policy)));
        var out = spec.commandLine().getOut();
        if (output.json()) {
            OutputOption.print(out, json -> write(json, policy, results));
        } else {
            print(out, results);
        }
        return failed(results).isEmpty() ? 0 : 1;
    }

    private static List<CaseResult> failed(List<CaseResult> results) {
        return results.stream().filter(result -> !result.passed()).toList();
    }

    private static void print(PrintWriter out, List<CaseResult> results) {
        var failed = failed(results);
        for (var result : failed) {
            var test = result.test();
            out.println("FAILED " + test.name() + " (" + test.place().source() + ":"
                    + test.place().line() + ")");
            out.println("  expected " + test.expected() + ", got " + result.got());
            out.println("  " + AnswerText.line(test.request(), result.decision()));
        }
        out.println(results.size() - failed.size() + " passed, " + failed.size() + " failed");
        out.flush();
    }

    private static void write(JsonGenerator json, PolicySet policy, List<CaseResult> results) throws IOException {
        var failed = failed(results).size();
        json.writeStartObject();
        json.writeNumberField("passed", results.size() - failed);
        json.writeNumberField("failed", failed);
        json.writeArrayFieldStart("cases");
        for (var result : results) {
            var test = result.test();
            json.writeStartObject();
            json.writeStringField("name", test.name());
            OutputOption.place(json, test.place());
            json.writeBooleanField("passed", result.passed());
            json.writeStringField("expect", test.expect().word());
            json.writeStringField("rule", test.rule());
            json.writeObjectFieldStart("got");
            new PolicyAnswer(test.request(), result.decision(), policy.bundles()).writeFields(json);
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
