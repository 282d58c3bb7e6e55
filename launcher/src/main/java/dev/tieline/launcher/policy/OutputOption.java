package dev.tieline.launcher.policy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.document.Place;
import dev.tieline.policy.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The option {@code -o}: for people or for programs. */
final class OutputOption {
    enum Format {
        text,
        json
    }

    @Option(
            names = {"-o", "--output"},
            defaultValue = "text",
            description = "text or json. Default: ${DEFAULT-VALUE}")
    Format format = Format.text;

    boolean json() {
        return format == Format.json;
    }

    /** Prints one JSON value on a line. */
    static void print(PrintWriter out, Json.Writable value) {
        out.println(Json.text(value));
        out.flush();
    }

    /** Writes where something stands into an object that has begun. */
    static void place(JsonGenerator json, Place place) throws IOException {
        json.writeStringField("file", place.source());
        json.writeNumberField("line", place.line());
        json.writeStringField("key", place.path());
    }
}
