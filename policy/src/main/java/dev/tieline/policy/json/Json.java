package dev.tieline.policy.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes JSON text by streaming. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Something that writes itself as one JSON value. */
    @FunctionalInterface
    public interface Writable {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** The text of one JSON value. */
    public static String text(Writable value) {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            value.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }
}
