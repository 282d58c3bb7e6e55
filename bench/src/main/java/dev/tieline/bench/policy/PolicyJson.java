package dev.tieline.bench.policy;

import static dev.tieline.bench.measure.ReportJson.number;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.bench.measure.Drift;
import dev.tieline.bench.measure.ReportJson;
import java.io.IOException;
import java.nio.file.Path;

/** A report as JSON for programs, every round of it. Times are nanoseconds. */
final class PolicyJson {
    private PolicyJson() {}

    /**
     * Writes the file, making its folder.
     *
     * @throws dev.tieline.launcher.console.CommandFailure if it cannot be written
     */
    static void write(PolicyReport report, Path file) {
        ReportJson.write(text(report), file);
    }

    static String text(PolicyReport report) {
        return ReportJson.text("policy", report.date(), report.machine(), json -> write(report, json));
    }

    private static void write(PolicyReport report, JsonGenerator json) throws IOException {
        number(json, "load", report.load(), 2);
        json.writeObjectFieldStart("plan");
        json.writeNumberField("rounds", report.plan().rounds());
        json.writeNumberField("warmups", Plan.WARMUPS);
        json.writeNumberField("iterations", Plan.ITERATIONS);
        json.writeNumberField("iteration_ms", report.plan().millis());
        json.writeNumberField("rules", Decisions.RULES);
        json.writeNumberField("many_rules", Loads.MANY);
        json.writeNumberField("nodes", Fleets.NODES);
        json.writeNumberField("sites", Fleets.SITES);
        json.writeEndObject();
        json.writeBooleanField("valid", report.isValid());
        number(json, "drift", report.drift().share(), 4);
        number(json, "drift_limit", Drift.LIMIT, 4);
        json.writeArrayFieldStart("results");
        for (var result : report.results()) {
            write(report, result, json);
        }
        json.writeEndArray();
    }

    private static void write(PolicyReport report, Result result, JsonGenerator json) throws IOException {
        var subject = result.subject();
        json.writeStartObject();
        json.writeStringField("subject", subject.word());
        var ratio = report.ratio(result);
        if (subject.beside().isPresent() && ratio.isPresent()) {
            json.writeStringField("beside", subject.beside().get().word());
            number(json, "ratio", ratio.getAsDouble(), 6);
        }
        if (subject.goalNanos().isPresent()) {
            number(json, "goal", subject.goalNanos().get(), 0);
        }
        json.writeFieldName("median");
        write(result.median(), json);
        json.writeArrayFieldStart("rounds");
        for (var round : result.rounds()) {
            write(round, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(Figure figure, JsonGenerator json) throws IOException {
        json.writeStartObject();
        number(json, "time", figure.nanos(), 2);
        number(json, "cpu", figure.cpuNanos(), 2);
        number(json, "allocated", figure.bytes(), 2);
        json.writeEndObject();
    }
}
