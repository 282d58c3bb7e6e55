package dev.tieline.edge.endpoint.http;

import java.util.List;

/** The body of an answer about the node's health, for people: clients judge by its status. */
final class HealthBody {
    private HealthBody() {}

    /**
     * Such as {@code {"ready":true,"reasons":[]}}; of what is not so also {@code error} and {@code code}, as of any failure.
     *
     * @param reasons why it is not so; none if it is
     */
    static byte[] of(String what, List<String> reasons) {
        return Json.write(json -> {
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
        });
    }
}
