package dev.tieline.models.oip;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes one JSON text into memory. */
final class JsonWriter {
    /** The library keeps its buffers by thread, and requests run on virtual threads, which live for one: a pool keeps them. */
    private static final int POOLED = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED))
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    /** Writes the fields of the top object. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private JsonWriter() {}

    static byte[] object(Fields fields) {
        var target = new ByteArrayOutputStream();
        try (var json = FACTORY.createGenerator(target)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail, and it did", e);
        }
        return target.toByteArray();
    }

    static void parameter(JsonGenerator json, String key, Object value) throws IOException {
        switch (value) {
            case String text -> json.writeStringField(key, text);
            case Long number -> json.writeNumberField(key, number);
            case Double number -> json.writeNumberField(key, number);
            case Boolean bool -> json.writeBooleanField(key, bool);
            default -> throw new IllegalStateException("the parameter '" + key + "' is " + value.getClass());
        }
    }

    static void parameters(JsonGenerator json, Map<String, Object> parameters) throws IOException {
        if (!parameters.isEmpty()) {
            json.writeObjectFieldStart("parameters");
            for (var parameter : parameters.entrySet()) {
                parameter(json, parameter.getKey(), parameter.getValue());
            }
            json.writeEndObject();
        }
    }
}
