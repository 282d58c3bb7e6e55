package dev.tieline.bench.failover;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.bench.measure.ReportJson;
import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A report as JSON for programs, every blow of it. Times are milliseconds, memory is in bytes. */
final class FailoverJson {
    private FailoverJson() {}

    /**
     * Writes the file, making its folder.
     *
     * @throws CommandFailure if it cannot be written
     */
    static void write(FailoverReport report, Path file) {
        ReportJson.write(text(report), file);
    }

    static String text(FailoverReport report) {
        return ReportJson.text("failover", report.date(), report.machine(), json -> write(report, json));
    }

    private static void write(FailoverReport report, JsonGenerator json) throws IOException {
        json.writeStringField("broker", report.broker());
        var plan = report.plan();
        json.writeObjectFieldStart("plan");
        json.writeStringField("fault", plan.fault().word());
        json.writeNumberField("kills", plan.kills());
        json.writeNumberField("replicas", plan.replicas());
        json.writeNumberField("rate", plan.rate());
        json.writeEndObject();
        json.writeObjectFieldStart("times");
        for (var mark : plan.fault().marks()) {
            json.writeObjectFieldStart(mark.word());
            millis("p50", report.time(mark, 0.50), json);
            millis("p99", report.time(mark, 0.99), json);
            millis("max", report.time(mark, 1), json);
            json.writeStringField("bounded_by", plan.fault().bound(mark));
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeNumberField("answered", report.answered());
        write("refused", report.refused(), json);
        json.writeArrayFieldStart("episodes");
        for (var episode : report.episodes()) {
            write(episode, json);
        }
        json.writeEndArray();
    }

    private static void write(Episode episode, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("struck", episode.struck());
        json.writeObjectFieldStart("times");
        for (var time : episode.times().entrySet()) {
            millis(time.getKey().word(), time.getValue(), json);
        }
        json.writeEndObject();
        json.writeNumberField("answered", episode.answered());
        write("refused", episode.refused(), json);
        json.writeEndObject();
    }

    private static void write(String name, Map<String, Long> counts, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        for (var count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private static void millis(String name, Duration time, JsonGenerator json) throws IOException {
        json.writeNumberField(name, Math.round(time.toNanos() / 1e5) / 10.0);
    }
}
