package dev.tieline.cloud.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.cloud.catalog.Deployment;
import dev.tieline.devices.SiteId;
import dev.tieline.policy.json.Json;
import java.io.IOException;

/** A deployment in the keys of its file, with every default written out. */
record DeploymentDocument(Deployment deployment) implements Json.Writable {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("apiVersion", "tieline.dev/deployment/v1");
        json.writeStringField("name", deployment.name());
        json.writeStringField("model", deployment.model().toString());
        json.writeObjectFieldStart("replicas");
        json.writeNumberField("min", deployment.minReplicas());
        json.writeNumberField("max", deployment.maxReplicas());
        json.writeEndObject();
        JsonLists.label(json, "label", deployment.label());
        var purpose = deployment.purpose();
        if (purpose != null) {
            json.writeStringField("purpose", purpose);
        }
        JsonLists.strings(
                json,
                "origins",
                deployment.origins().stream().map(SiteId::value).toList());
        json.writeStringField("objective", deployment.objective().word());
        JsonLists.strings(json, "executionProviders", deployment.executionProviders());
        json.writeStringField("idleAfter", deployment.idleAfter().toSeconds() + "s");
        json.writeEndObject();
    }
}
