package dev.tieline.devices.twin;

import dev.tieline.devices.wire.Topic.PolicyTopic;
import dev.tieline.models.Artifact;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.json.Json;
import java.net.URI;

/**
 * Where the policy bundle that holds is to be had. The bundle itself may be large, and is fetched by its digest.
 *
 * @param bundle its id; it can stand in a topic
 * @param version its version, 1 or more; a higher one replaces a lower one
 * @param file its exact bytes
 * @param source where to download them: http or https, without user, query and fragment
 */
public record PolicyPointer(String bundle, long version, Artifact file, URI source) {
    private static final String API_VERSION = "tieline.dev/policy-pointer/v1";

    public PolicyPointer {
        PolicyTopic.checkBundle(bundle);
        if (version < 1) {
            throw new IllegalArgumentException(
                    "a version of the bundle " + bundle + " starts at 1, and this is " + version);
        }
        TwinDocument.checkAddress("the source of the bundle " + bundle, source);
    }

    /**
     * Reads a pointer.
     *
     * @param source the name that errors give, usually the topic
     * @throws dev.tieline.policy.document.DocumentException if it is not a valid one
     */
    public static PolicyPointer read(String source, String text) {
        var map = YamlReader.read(source, text).asMap().only("apiVersion", "bundle", "version", "file", "source");
        TwinDocument.checkApiVersion(map, API_VERSION);
        return new PolicyPointer(
                TwinDocument.parse(map.get("bundle"), PolicyTopic::checkBundle),
                TwinDocument.integer(map.get("version"), 1),
                TwinDocument.artifact(map.map("file")),
                TwinDocument.parse(
                        map.get("source"),
                        url -> TwinDocument.checkAddress("the source of a bundle", URI.create(url))));
    }

    /** The pointer as JSON, which {@link #read} reads. */
    public String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("apiVersion", API_VERSION);
            json.writeStringField("bundle", bundle);
            json.writeNumberField("version", version);
            json.writeFieldName("file");
            TwinDocument.write(json, file);
            json.writeStringField("source", source.toString());
            json.writeEndObject();
        });
    }
}
