package dev.tieline.devices.twin;

import dev.tieline.devices.DeviceProfile;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import dev.tieline.policy.json.Json;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node tells of itself when it connects.
 *
 * @param sequence the number of this connection, 1 or more, higher on each connect
 * @param profile its physical facts
 * @param versions of its software, by name, such as {@code tieline} and {@code onnxruntime}
 */
public record Birth(long sequence, DeviceProfile profile, SortedMap<String, String> versions) {
    private static final String API_VERSION = "tieline.dev/birth/v1";

    public Birth {
        checkSequence(sequence);
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    public static Birth of(long sequence, DeviceProfile profile, Map<String, String> versions) {
        return new Birth(sequence, profile, new TreeMap<>(versions));
    }

    /**
     * Reads a birth.
     *
     * @param source the name that errors give, usually the topic
     * @throws dev.tieline.policy.document.DocumentException if it is not a valid one
     */
    public static Birth read(String source, String text) {
        var map = YamlReader.read(source, text).asMap().only("apiVersion", "birth", "profile", "versions");
        TwinDocument.checkApiVersion(map, API_VERSION);
        var versions = new TreeMap<String, String>();
        map.map("versions")
                .entries()
                .forEach(
                        (name, version) -> versions.put(name, version.asScalar().string()));
        return new Birth(sequence(map.get("birth")), DeviceProfile.read(map.map("profile")), versions);
    }

    public String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("apiVersion", API_VERSION);
            json.writeNumberField("birth", sequence);
            json.writeFieldName("profile");
            profile.writeTo(json);
            json.writeObjectFieldStart("versions");
            for (var entry : versions.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    static void checkSequence(long sequence) {
        if (sequence < 1) {
            throw new IllegalArgumentException("a birth sequence starts at 1, and this is " + sequence);
        }
    }

    static long sequence(YamlValue value) {
        var sequence = value.asScalar().integer();
        if (sequence < 1) {
            throw value.error("needs a birth sequence of 1 or more, and this is " + sequence);
        }
        return sequence;
    }
}
