package dev.tieline.edge.endpoint.http;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The body of an answer about the node's health, for people: clients judge by its status. */
final class HealthBody {
    private static final JsonFactory JSON = new JsonFactory();

    private HealthBody() {}

    /**
     * Such as {@code {"ready":true,"reasons":[]}}; of what is not so also {@code error} and {@code code}, as of any failure.
     *
     * @param reasons why it is not so; none if it is
     */
    static byte[] of(String what, List<String> reasons) {
        var body = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(body)) {
            json.writeStartObject();
            if (!reasons.isEmpty()) {
                json.writeStringField("error", "The node is not " + what + ": " + String.join("; ", reasons) + ".");
                json.writeStringField("code", HttpFailure.NOT_READY.code());
            }
            json.writeBooleanField(what, reasons.isEmpty());
            json.writeArrayFieldStart("reasons");
            for (var reason : reasons) {
                json.writeString(reason);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail, and it did", e);
        }
        return body.toByteArray();
    }
}
