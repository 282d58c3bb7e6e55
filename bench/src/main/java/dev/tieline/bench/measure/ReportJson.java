package dev.tieline.bench.measure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What the reports of all benchmarks have in common as JSON: which one, when, on what machine, and how numbers look. */
public final class ReportJson {
    private static final JsonFactory JSON = new JsonFactory();

    /** Writes the fields that a benchmark has for itself. */
    @FunctionalInterface
    public interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private ReportJson() {}

    /** The whole report: the common fields first, then the benchmark's own. */
    public static String text(String benchmark, Instant date, Machine machine, Fields own) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("benchmark", benchmark);
            json.writeStringField("date", date.toString());
            write(machine, json);
            own.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report", e);
        }
        return text.append('\n').toString();
    }

    /**
     * Writes a report's file, making its folder.
     *
     * @throws CommandFailure if it cannot be written
     */
    public static void write(String report, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, report);
        } catch (IOException e) {
            throw new CommandFailure("cannot write the report to " + file + ": " + e.getMessage(), e);
        }
    }

    /** A number without the digits that mean nothing. */
    public static void number(JsonGenerator json, String name, double value, int decimals) throws IOException {
        json.writeNumberField(name, rounded(value, decimals));
    }

    public static double rounded(double value, int decimals) {
        double factor = Math.pow(10, decimals);
        return Math.round(value * factor) / factor;
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
}
