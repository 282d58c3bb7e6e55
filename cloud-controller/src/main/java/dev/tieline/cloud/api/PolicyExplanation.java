package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.devices.Json;
import dev.tieline.policy.json.PolicyAnswer;
import java.io.IOException;

/** A policy's answer as the API gives it, which is as {@code tieline policy explain} does. */
record PolicyExplanation(PolicyAnswer answer) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        answer.writeTo(json);
    }
}
