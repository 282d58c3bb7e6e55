package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.devices.Json;
import dev.tieline.devices.Site;
import dev.tieline.devices.SiteBook;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.SiteFacts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The site book in the keys of its file, so that it can be read as one again. A fact that is not known is left out. */
record SiteBookDocument(SiteBook book) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("apiVersion", "tieline.dev/sites/v1");
        json.writeNumberField("version", book.version());
        json.writeStringField("expires", book.expires().toString());
        json.writeArrayFieldStart("sites");
        for (var site : book.sites()) {
            site(json, site);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void site(JsonGenerator json, Site site) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", site.id().value());
        known(json, "broker", site.broker());
        json.writeNumberField("cost", site.cost());
        facts(json, site.facts());
        json.writeEndObject();
    }

    private static void facts(JsonGenerator json, SiteFacts facts) throws IOException {
        known(json, "country", facts.country());
        known(json, "operator_home", facts.operatorHome());
        var countries = facts.accessCountries();
        if (countries != null) {
            var codes = countries.stream().map(Jurisdiction::toString).sorted().toList();
            JsonLists.strings(json, "access_countries", codes);
        }
        known(json, "tier", facts.tier());
        var certs = facts.certs();
        if (certs != null) {
            JsonLists.strings(json, "certs", certs.stream().sorted().toList());
        }
        known(json, "key_custody", facts.keyCustody());
        known(json, "tee", facts.tee());
        known(json, "attested", facts.attested());
    }

    private static void known(JsonGenerator json, String key, @Nullable Object fact) throws IOException {
        switch (fact) {
            case null -> {}
            case Boolean truth -> json.writeBooleanField(key, truth);
            default -> json.writeStringField(key, fact.toString());
        }
    }
}
