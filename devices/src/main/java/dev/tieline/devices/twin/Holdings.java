package dev.tieline.devices.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.document.YamlMap;
import java.io.IOException;

/**
 * Which edition of each kind of knowledge a node decides by.
 *
 * @param sites the version of the site book, 0 if it has none
 * @param policy the policy bundles
 * @param routes the generation of its routes, 0 if it has none
 */
public record Holdings(long sites, HeldPolicy policy, long routes) {

    /** Of a node that knows nothing yet. */
    public static final Holdings NONE = new Holdings(0, HeldPolicy.NONE, 0);

    public Holdings {
        if (sites < 0 || routes < 0) {
            throw new IllegalArgumentException(
                    "versions and generations are 0 or more, and these are sites " + sites + ", routes " + routes);
        }
    }

    static Holdings read(YamlMap map) {
        map.only("sites", "policy", "routes");
        var policy = HeldPolicy.read(map.map("policy"));
        return TwinDocument.guarded(map, () -> new Holdings(map.integer("sites"), policy, map.integer("routes")));
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("sites", sites);
        json.writeFieldName("policy");
        policy.writeTo(json);
        json.writeNumberField("routes", routes);
        json.writeEndObject();
    }
}
