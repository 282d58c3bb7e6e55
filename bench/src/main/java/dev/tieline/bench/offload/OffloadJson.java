package dev.tieline.bench.offload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.bench.measure.Drift;
import dev.tieline.bench.measure.Machine;
import dev.tieline.bench.measure.Sample;
import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A report as JSON for programs, every round of it. Times are microseconds, sizes bytes. */
final class OffloadJson {
    private static final JsonFactory JSON = new JsonFactory();

    private OffloadJson() {}

    /**
     * Writes the file, making its folder.
     *
     * @throws CommandFailure if it cannot be written
     */
    static void write(OffloadReport report, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text(report));
        } catch (IOException e) {
            throw new CommandFailure("cannot write the report to " + file + ": " + e.getMessage(), e);
        }
    }

    static String text(OffloadReport report) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            write(report, json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report", e);
        }
        return text.append('\n').toString();
    }

    private static void write(OffloadReport report, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("benchmark", "offload");
        json.writeStringField("date", report.date().toString());
        write(report.machine(), json);
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
        json.writeEndObject();
    }

    private static void write(Machine machine, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("machine");
        json.writeNumberField("cores", machine.cores());
        json.writeStringField("cpu", machine.cpu());
        json.writeNumberField("memory", machine.memoryBytes());
        json.writeStringField("os", machine.os());
        json.writeStringField("jdk", machine.jdk());
        json.writeEndObject();
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

    /** A number without the digits that mean nothing. */
    private static void number(JsonGenerator json, String name, double value, int decimals) throws IOException {
        double factor = Math.pow(10, decimals);
        json.writeNumberField(name, Math.round(value * factor) / factor);
    }
}
