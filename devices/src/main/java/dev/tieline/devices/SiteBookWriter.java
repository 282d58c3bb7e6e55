package dev.tieline.devices;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.json.Json;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes site books. A fact that is not known is left out; an empty set of certifications is known, and stays. */
final class SiteBookWriter {

    private SiteBookWriter() {}

    static String json(SiteBook book) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("apiVersion", SiteBookReader.API_VERSION);
            json.writeNumberField("version", book.version());
            json.writeStringField("expires", book.expires().toString());
            text(json, "controller", book.controller().orElse(null));
            json.writeArrayFieldStart("sites");
            for (var site : book.sites()) {
                write(json, site);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Site site) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", site.id().value());
        text(json, "broker", site.broker());
        json.writeNumberField("cost", site.cost());
        write(json, site.facts());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SiteFacts facts) throws IOException {
        text(json, "country", facts.country());
        text(json, "operator_home", facts.operatorHome());
        var countries = facts.accessCountries();
        texts(
                json,
                "access_countries",
                countries == null ? null : countries.stream().map(Jurisdiction::toString));
        text(json, "tier", facts.tier() == null ? null : facts.tier().word());
        var certs = facts.certs();
        texts(json, "certs", certs == null ? null : certs.stream());
        text(json, "key_custody", facts.keyCustody());
        bool(json, "tee", facts.tee());
        bool(json, "attested", facts.attested());
    }

    private static void text(JsonGenerator json, String key, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(key, value.toString());
        }
    }

    private static void bool(JsonGenerator json, String key, @Nullable Boolean value) throws IOException {
        if (value != null) {
            json.writeBooleanField(key, value);
        }
    }

    private static void texts(JsonGenerator json, String key, @Nullable Stream<String> values) throws IOException {
        if (values != null) {
            json.writeArrayFieldStart(key);
            for (var value : values.sorted().toList()) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
    }
}
