package dev.tieline.devices.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.bundle.Level;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import dev.tieline.policy.json.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which policy bundles the controller tells all nodes of a tenant to decide by, as one whole: they hold together or not
 * at all, and a bundle that does not stand here is withdrawn.
 *
 * @param generation which edition this is, 1 or more; a higher one replaces a lower one
 * @param bundles at most one of each level, from the widest level to the narrowest; empty withdraws all of them
 */
public record PolicyPointers(long generation, List<PolicyPointer> bundles) implements Json.Writable {
    private static final String API_VERSION = "tieline.dev/policies/v1";

    public PolicyPointers {
        if (generation < 1) {
            throw new IllegalArgumentException("a generation of policies starts at 1, and this is " + generation);
        }
        bundles = List.copyOf(bundles);
        if (bundles.size() > Level.values().length) {
            throw new IllegalArgumentException(tooMany(bundles.size()));
        }
        var ids = new HashSet<String>();
        for (var pointer : bundles) {
            if (!ids.add(pointer.bundle())) {
                throw new IllegalArgumentException(twice(pointer));
            }
        }
    }

    /**
     * Reads the document.
     *
     * @param source the name that errors give, usually the topic
     * @throws dev.tieline.policy.document.DocumentException if it is not a valid one
     */
    public static PolicyPointers read(String source, String text) {
        return read(YamlReader.read(source, text).asMap());
    }

    /** Reads the document that stands in another. @throws dev.tieline.policy.document.DocumentException if it is not valid */
    public static PolicyPointers read(YamlMap map) {
        map.only("apiVersion", "generation", "bundles");
        TwinDocument.checkApiVersion(map, API_VERSION);
        return new PolicyPointers(TwinDocument.integer(map.get("generation"), 1), bundles(map.get("bundles")));
    }

    /** The pointer to a bundle, if it stands here. */
    public Optional<PolicyPointer> find(String bundle) {
        return bundles.stream()
                .filter(pointer -> pointer.bundle().equals(bundle))
                .findFirst();
    }

    /** The document as JSON, which {@link #read} reads. */
    public String toJson() {
        return Json.text(this);
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("apiVersion", API_VERSION);
        json.writeNumberField("generation", generation);
        json.writeArrayFieldStart("bundles");
        for (var pointer : bundles) {
            pointer.writeTo(json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The bundles, such as {@code acme-eu version 42, clinics version 3}. */
    @Override
    public String toString() {
        return bundles.isEmpty()
                ? "none"
                : bundles.stream().map(PolicyPointer::toString).collect(Collectors.joining(", "));
    }

    private static List<PolicyPointer> bundles(YamlValue value) {
        var items = value.asList().maps();
        if (items.size() > Level.values().length) {
            throw value.error(tooMany(items.size()));
        }
        var ids = new HashSet<String>();
        return items.stream()
                .map(item -> {
                    var pointer = PolicyPointer.read(item);
                    if (!ids.add(pointer.bundle())) {
                        throw item.error(twice(pointer));
                    }
                    return pointer;
                })
                .toList();
    }

    private static String tooMany(int count) {
        return "has " + count + " bundles, and there are " + Level.values().length + " levels";
    }

    private static String twice(PolicyPointer pointer) {
        return "the bundle " + pointer.bundle() + " stands here twice, the second time as " + pointer;
    }
}
