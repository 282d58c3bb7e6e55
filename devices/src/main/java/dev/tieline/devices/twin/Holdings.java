package dev.tieline.devices.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.devices.wire.Topic.PolicyTopic;
import dev.tieline.policy.document.YamlMap;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Which edition of each kind of knowledge a node decides by.
 *
 * @param sites the version of the site book, 0 if it has none
 * @param policy the id of the policy bundle; null if it has none
 * @param policyVersion the version of that bundle, 0 if it has none
 * @param routes the generation of its routes, 0 if it has none
 */
public record Holdings(long sites, @Nullable String policy, long policyVersion, long routes) {

    /** Of a node that knows nothing yet. */
    public static final Holdings NONE = new Holdings(0, null, 0, 0);

    public Holdings {
        if (sites < 0 || policyVersion < 0 || routes < 0) {
            throw new IllegalArgumentException("versions and generations are 0 or more, and these are sites " + sites
                    + ", policy " + policyVersion + ", routes " + routes);
        }
        if ((policy == null) != (policyVersion == 0)) {
            throw new IllegalArgumentException("a policy has an id and a version of 1 or more, or neither, and this has"
                    + " the id '" + policy + "' and the version " + policyVersion);
        }
        if (policy != null) {
            PolicyTopic.checkBundle(policy);
        }
    }

    static Holdings read(YamlMap map) {
        map.only("sites", "policy", "policyVersion", "routes");
        return TwinDocument.guarded(
                map,
                () -> new Holdings(
                        map.integer("sites"),
                        map.findString("policy").orElse(null),
                        map.integer("policyVersion"),
                        map.integer("routes")));
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("sites", sites);
        if (policy != null) {
            json.writeStringField("policy", policy);
        }
        json.writeNumberField("policyVersion", policyVersion);
        json.writeNumberField("routes", routes);
        json.writeEndObject();
    }
}
