package dev.tieline.edge.endpoint.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes one JSON text into memory. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** What the text says. */
    interface Text {
        void write(JsonGenerator json) throws IOException;
    }

    private Json() {}

    static byte[] write(Text text) {
        var target = new ByteArrayOutputStream();
        try (var json = FACTORY.createGenerator(target)) {
            text.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail, and it did", e);
        }
        return target.toByteArray();
    }

    static byte[] error(String message, String code, @Nullable String trace) {
        return write(json -> {
            json.writeStartObject();
            json.writeStringField("error", message);
            json.writeStringField("code", code);
            if (trace != null) {
                json.writeStringField("trace", trace);
            }
            json.writeEndObject();
        });
    }
}
