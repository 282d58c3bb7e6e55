package dev.tieline.launcher.policy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.lint.Finding;
import dev.tieline.policy.lint.PolicyLint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tieline policy check}. */
@Command(
        name = "check",
        exitCodeOnExecutionException = PolicyCommand.BAD_INPUT,
        description = {
            "Reads bundles, tells every error with its line, and warns of what their writers hardly "
                    + "meant: rules that never decide, names that nothing uses, memberships that end soon.",
            "Bundles of different levels are read as one policy; where two are of the same level, "
                    + "each is read for itself. The exit code is 0, or 2 if a bundle cannot be read; with "
                    + "--strict 1 if there are warnings only."
        },
        footer = {"", "  ./tieline policy check policy/rules/acme-eu.yaml"})
final class CheckCommand implements Callable<Integer> {
    private final InstantSource clock;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Bundles.")
    List<Path> files = List.of();

    @Option(names = "--strict", description = "Fail if there are warnings, too.")
    boolean strict;

    @Option(
            names = "--at",
            converter = TimeConverter.class,
            paramLabel = "TIME",
            description = "Warn of what ends soon after this moment. Default: now")
    @Nullable Instant at;

    @Option(
            names = "--within",
            converter = DurationConverter.class,
            defaultValue = "90d",
            paramLabel = "DURATION",
            description = "How soon is soon, such as 24h or 30d. Default: ${DEFAULT-VALUE}")
    Duration within = Duration.ofDays(90);

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    CheckCommand() {
        this(InstantSource.system());
    }

    CheckCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        var checked = CheckedPolicy.of(files, new PolicyLint(at == null ? clock.instant() : at, within));
        var errors = checked.stream().flatMap(each -> each.errors().stream()).toList();
        var findings =
                checked.stream().flatMap(each -> each.findings().stream()).toList();
        if (output.json()) {
            OutputOption.print(spec.commandLine().getOut(), json -> write(json, checked, errors, findings));
        } else {
            complain(spec.commandLine().getErr(), errors, findings);
            checked.forEach(policy -> print(spec.commandLine().getOut(), policy));
        }
        return !errors.isEmpty() ? PolicyCommand.BAD_INPUT : strict && !findings.isEmpty() ? 1 : 0;
    }

    private static void complain(PrintWriter err, List<DocumentException> errors, List<Finding> findings) {
        errors.forEach(error -> err.println(error.getMessage()));
        findings.forEach(finding -> err.println(finding.place() + ": warning: " + finding.message() + " ["
                + finding.kind().word() + "]"));
        err.flush();
    }

    private static void print(PrintWriter out, CheckedPolicy policy) {
        for (var checked : policy.bundles()) {
            var bundle = checked.bundle();
            var warnings = policy.findings().stream()
                    .filter(finding -> finding.place().source().equals(checked.file()))
                    .count();
            out.println(checked.file() + ": " + bundle + " (" + bundle.level() + "), "
                    + count(bundle.rules().size(), "rule") + ", "
                    + count(bundle.tests().size(), "test") + ", "
                    + count(warnings, "warning"));
        }
        out.flush();
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static void write(
            JsonGenerator json, List<CheckedPolicy> checked, List<DocumentException> errors, List<Finding> findings)
            throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("bundles");
        for (var policy : checked) {
            for (var bundle : policy.bundles()) {
                write(json, bundle);
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("errors");
        for (var error : errors) {
            json.writeStartObject();
            OutputOption.place(json, error.place());
            json.writeStringField("problem", error.problem());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (var finding : findings) {
            json.writeStartObject();
            OutputOption.place(json, finding.place());
            json.writeStringField("kind", finding.kind().word());
            json.writeStringField("message", finding.message());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, CheckedPolicy.CheckedBundle checked) throws IOException {
        var bundle = checked.bundle();
        json.writeStartObject();
        json.writeStringField("file", checked.file());
        json.writeStringField("id", bundle.id());
        json.writeNumberField("version", bundle.version());
        json.writeStringField("level", bundle.level().word());
        json.writeStringField("sha256", bundle.sha256());
        json.writeNumberField("rules", bundle.rules().size());
        json.writeNumberField("tests", bundle.tests().size());
        json.writeEndObject();
    }
}
