package dev.tieline.policy.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.document.Sha256;
import java.io.IOException;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A policy request as the document that {@link dev.tieline.policy.PolicyRequestReader} reads, in its canonical form: JSON
 * without white space, keys in the order of the policy model, sets in alphabetical order, what is unknown left out.
 *
 * @param request what is asked
 */
public record RequestDocument(PolicyRequest request) implements Json.Writable {

    /** The canonical text. */
    public String text() {
        return Json.text(this);
    }

    /** The SHA-256 of the canonical text in UTF-8, in 64 lower-case hexadecimal digits: it names the facts. */
    public String sha256() {
        return Sha256.of(text());
    }

    /** Writes the document as one JSON object. */
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("action", request.action().word());
        label(json);
        optional(json, "purpose", request.purpose());
        optional(json, "transform", request.transform());
        json.writeStringField("at", request.at().toString());
        origin(json);
        json.writeArrayFieldStart("path");
        for (var hop : request.path().hops()) {
            json.writeStartObject();
            hopFields(json, hop);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void label(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("label");
        json.writeStringField("class", request.label().dataClass().word());
        strings(json, "tags", request.label().tags());
        json.writeEndObject();
    }

    private void origin(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("origin");
        optional(json, "tenant", request.origin().tenant());
        facts(json, request.origin().facts());
        json.writeEndObject();
    }

    /** Writes what is known of a hop into an object that has begun. */
    static void hopFields(JsonGenerator json, Hop hop) throws IOException {
        json.writeStringField("role", hop.role().word());
        facts(json, hop.facts());
        optional(json, "sees", hop.sees());
        var retention = hop.retention();
        if (retention != null) {
            json.writeStringField("retention", retention.toSeconds() + "s");
        }
    }

    private static void facts(JsonGenerator json, SiteFacts facts) throws IOException {
        optional(json, "site", facts.site().isEmpty() ? null : facts.site());
        optional(json, "country", facts.country());
        optional(json, "operator_home", facts.operatorHome());
        strings(json, "access_countries", facts.accessCountries());
        optional(json, "tier", facts.tier());
        strings(json, "certs", facts.certs());
        optional(json, "key_custody", facts.keyCustody());
        optional(json, "tee", facts.tee());
        optional(json, "attested", facts.attested());
    }

    private static void optional(JsonGenerator json, String key, @Nullable Object value) throws IOException {
        if (value instanceof Boolean bool) {
            json.writeBooleanField(key, bool);
        } else if (value != null) {
            json.writeStringField(key, value.toString());
        }
    }

    private static void strings(JsonGenerator json, String key, @Nullable Collection<?> values) throws IOException {
        if (values == null) {
            return;
        }
        json.writeArrayFieldStart(key);
        for (var value : values.stream().map(Objects::toString).sorted().toList()) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
