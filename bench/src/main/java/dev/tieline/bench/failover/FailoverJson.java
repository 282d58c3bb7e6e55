package dev.tieline.bench.failover;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.bench.measure.Machine;
import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A report as JSON for programs, every blow of it. Times are milliseconds, memory is in bytes. */
final class FailoverJson {
    private static final JsonFactory JSON = new JsonFactory();

    private FailoverJson() {}

    /**
     * Writes the file, making its folder.
     *
     * @throws CommandFailure if it cannot be written
     */
    static void write(FailoverReport report, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text(report));
        } catch (IOException e) {
            throw new CommandFailure("cannot write the report to " + file + ": " + e.getMessage(), e);
        }
    }

    static String text(FailoverReport report) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            write(report, json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report", e);
        }
        return text.append('\n').toString();
    }

    private static void write(FailoverReport report, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("benchmark", "failover");
        json.writeStringField("date", report.date().toString());
        write(report.machine(), json);
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
