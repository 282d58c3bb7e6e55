package dev.tieline.bench.overload;

import static dev.tieline.bench.measure.ReportJson.number;
import static dev.tieline.bench.measure.ReportJson.rounded;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.bench.measure.Drift;
import dev.tieline.bench.measure.ReportJson;
import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A report as JSON for programs, every round of it. Times are microseconds where the name says nothing else. */
final class OverloadJson {
    private OverloadJson() {}

    /**
     * Writes the file, making its folder.
     *
     * @throws CommandFailure if it cannot be written
     */
    static void write(OverloadReport report, Path file) {
        ReportJson.write(text(report), file);
    }

    static String text(OverloadReport report) {
        return ReportJson.text("overload", report.date(), report.machine(), json -> write(report, json));
    }

    private static void write(OverloadReport report, JsonGenerator json) throws IOException {
        write(report.plan(), json);
        json.writeBooleanField("valid", report.isValid());
        number(json, "drift", report.drift().share(), 4);
        number(json, "drift_limit", Drift.LIMIT, 4);
        json.writeArrayFieldStart("bare_per_second");
        for (var bare : report.bare()) {
            json.writeNumber(rounded(bare.perSecond(), 1));
        }
        json.writeEndArray();
        number(json, "flatness_goal", ModelResult.GOAL, 4);
        json.writeArrayFieldStart("results");
        for (var result : report.results()) {
            write(result, report.plan(), json);
        }
        json.writeEndArray();
    }

    private static void write(Plan plan, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("plan");
        json.writeNumberField("rounds", plan.rounds());
        number(json, "seconds", plan.window().toNanos() / 1e9, 3);
        json.writeNumberField("deadline", plan.deadline().toNanos() / 1_000);
        json.writeNumberField("guard", Plan.GUARD.toNanos() / 1_000);
        json.writeNumberField("warmup", plan.warmup());
        json.writeNumberField("slots", plan.capacity().slots());
        json.writeNumberField("queue", plan.capacity().queue());
        json.writeEndObject();
    }

    private static void write(ModelResult result, Plan plan, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", result.model());
        json.writeNumberField("callers", result.callers());
        number(json, "peak", result.peak(), 1);
        number(json, "flatness", result.flatness(), 4);
        number(json, "price", result.price(), 4);
        json.writeArrayFieldStart("peaks");
        for (var round : result.rounds()) {
            write(round.peak(), json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rates");
        for (int index = 0; index < plan.percents().size(); index++) {
            json.writeStartObject();
            json.writeNumberField("percent", plan.percents().get(index));
            json.writeBooleanField("kept_up", result.keptUp(index, plan.deadline()));
            number(json, "over_peak", result.overPeak(index), 4);
            json.writeArrayFieldStart("rounds");
            for (var sample : result.rate(index)) {
                write(sample, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(RateSample sample, JsonGenerator json) throws IOException {
        json.writeStartObject();
        number(json, "offered_per_second", sample.offered(), 1);
        number(json, "goodput_per_second", sample.goodput(), 1);
        write(sample.counts(), json);
        write("answered", sample.answered(), json);
        write("refusal", sample.refusal(), json);
        write("lag", sample.lag(), json);
        number(json, "node_cpu_per_answer", sample.cpuPerAnswer(), 1);
        number(json, "node_cores", sample.effort().nodeCores(), 3);
        number(json, "generator_cores", sample.effort().generatorCores(), 3);
        json.writeNumberField("connections", sample.effort().connections());
        json.writeEndObject();
    }

    private static void write(Counts counts, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("counts");
        json.writeNumberField("good", counts.good());
        json.writeNumberField("late", counts.late());
        json.writeNumberField("refused", counts.refused());
        json.writeNumberField("refused_without_retry_after", counts.refusedBarely());
        json.writeNumberField("timed_out", counts.timedOut());
        json.writeNumberField("failed", counts.failed());
        json.writeNumberField("broken", counts.broken());
        json.writeNumberField("unanswered", counts.unanswered());
        json.writeNumberField("unsent", counts.unsent());
        json.writeEndObject();
    }

    private static void write(String name, @Nullable Quantiles quantiles, JsonGenerator json) throws IOException {
        if (quantiles == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        number(json, "p50", quantiles.p50(), 1);
        number(json, "p99", quantiles.p99(), 1);
        json.writeEndObject();
    }
}
