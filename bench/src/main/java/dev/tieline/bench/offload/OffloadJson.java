package dev.tieline.bench.offload;

import static dev.tieline.bench.measure.ReportJson.number;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.bench.measure.Drift;
import dev.tieline.bench.measure.ReportJson;
import dev.tieline.bench.measure.Sample;
import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A report as JSON for programs, every round of it. Times are microseconds, sizes bytes. */
final class OffloadJson {
    private OffloadJson() {}

    /**
     * Writes the file, making its folder.
     *
     * @throws CommandFailure if it cannot be written
     */
    static void write(OffloadReport report, Path file) {
        ReportJson.write(text(report), file);
    }

    static String text(OffloadReport report) {
        return ReportJson.text("offload", report.date(), report.machine(), json -> write(report, json));
    }

    private static void write(OffloadReport report, JsonGenerator json) throws IOException {
        json.writeStringField("broker", report.broker());
        write(report.plan(), json);
        json.writeBooleanField("valid", report.isValid());
        number(json, "drift", report.drift().share(), 4);
        number(json, "drift_limit", Drift.LIMIT, 4);
        number(json, "ratio_goal", LoadResult.GOAL, 4);
        json.writeArrayFieldStart("results");
        for (var result : report.results()) {
            write(result, json);
        }
        json.writeEndArray();
    }

    private static void write(Plan plan, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("plan");
        json.writeNumberField("rounds", plan.rounds());
        json.writeNumberField("requests", plan.requests());
        json.writeNumberField("inferences", plan.requests() * Plan.BARE_FACTOR);
        json.writeNumberField("warmup", plan.warmup());
        json.writeEndObject();
    }

    private static void write(LoadResult result, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("tensors", result.load().tensorBytes());
        json.writeNumberField("callers", result.load().callers());
        json.writeNumberField("request", result.requestBytes());
        json.writeNumberField("reply", result.replyBytes());
        number(json, "ratio", result.ratio(), 4);
        number(json, "drift", result.drift().share(), 4);
        json.writeFieldName("median");
        write(median(result.rounds()), json);
        json.writeArrayFieldStart("rounds");
        for (var round : result.rounds()) {
            write(round, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static Round median(List<Round> rounds) {
        return new Round(
                Sample.median(rounds.stream().map(Round::bare).toList()),
                Sample.median(rounds.stream().map(Round::echo).toList()),
                Sample.median(rounds.stream().map(Round::offload).toList()));
    }

    private static void write(Round round, JsonGenerator json) throws IOException {
        json.writeStartObject();
        write("inference", round.bare(), json);
        write("echo", round.echo(), json);
        write("offload", round.offload(), json);
        json.writeEndObject();
    }

    private static void write(String name, Sample sample, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        number(json, "p50", sample.p50(), 1);
        number(json, "p99", sample.p99(), 1);
        number(json, "per_second", sample.perSecond(), 1);
        number(json, "cpu", sample.cpu(), 1);
        json.writeEndObject();
    }
}
