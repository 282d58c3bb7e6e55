package dev.tieline.devices.twin;

import dev.tieline.models.Digest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import dev.tieline.policy.json.Json;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the controller wants a node to hold, as one whole: what does not stand here should not be there.
 *
 * @param generation which edition this is, 1 or more; a higher one replaces a lower one
 * @param blobs the base of the downloads, http or https, without user, query, fragment and slash at its end; a file
 *     lies below it under the hexadecimal digits of its SHA-256
 * @param models at most 1,000, and of each name at most one
 */
public record DesiredState(long generation, URI blobs, List<DesiredModel> models) {
    private static final String API_VERSION = "tieline.dev/desired/v1";

    public DesiredState {
        if (generation < 1) {
            throw new IllegalArgumentException("a generation of desired state starts at 1, and this is " + generation);
        }
        TwinDocument.checkAddress("the base of downloads", blobs);
        models = List.copyOf(models);
        TwinDocument.checkModels(models.size());
        var names = new HashSet<ModelName>();
        for (var model : models) {
            if (!names.add(model.ref().name())) {
                throw new IllegalArgumentException(twice(model.ref()));
            }
        }
    }

    /**
     * Reads a desired state.
     *
     * @param source the name that errors give, usually the topic
     * @throws dev.tieline.policy.document.DocumentException if it is not a valid one
     */
    public static DesiredState read(String source, String text) {
        var map = YamlReader.read(source, text).asMap().only("apiVersion", "generation", "blobs", "models");
        TwinDocument.checkApiVersion(map, API_VERSION);
        var generation = TwinDocument.integer(map.get("generation"), 1);
        var blobs = TwinDocument.parse(
                map.get("blobs"), url -> TwinDocument.checkAddress("the base of downloads", URI.create(url)));
        return new DesiredState(generation, blobs, models(map.get("models")));
    }

    /** Where the file of a digest is downloaded from. */
    public URI blob(Digest digest) {
        return URI.create(blobs + "/" + digest.hex());
    }

    /** Whether this replaces a desired state of a generation; 0 stands for none. */
    public boolean supersedes(long generation) {
        return this.generation > generation;
    }

    /** The desired state as JSON, which {@link #read} reads. */
    public String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("apiVersion", API_VERSION);
            json.writeNumberField("generation", generation);
            json.writeStringField("blobs", blobs.toString());
            json.writeArrayFieldStart("models");
            for (var model : models) {
                json.writeStartObject();
                json.writeStringField("model", model.ref().toString());
                json.writeFieldName("card");
                TwinDocument.write(json, model.card());
                if (model.label() != null) {
                    TwinDocument.write(json, "label", model.label());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static List<DesiredModel> models(YamlValue value) {
        var items = value.asList().items();
        TwinDocument.checkModels(value, items.size());
        Set<ModelName> names = new HashSet<>();
        return items.stream()
                .map(item -> {
                    var model = model(item.asMap());
                    if (!names.add(model.ref().name())) {
                        throw item.error(twice(model.ref()));
                    }
                    return model;
                })
                .toList();
    }

    private static DesiredModel model(YamlMap map) {
        map.only("model", "card", "label");
        return new DesiredModel(
                TwinDocument.parse(map.get("model"), ModelRef::of),
                TwinDocument.artifact(map.map("card")),
                map.has("label") ? TwinDocument.label(map.map("label")) : null);
    }

    private static String twice(ModelRef ref) {
        return "the model " + ref.name() + " is desired twice, the second time as " + ref
                + "; a node holds one version of a name";
    }
}
