package dev.tieline.devices;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.document.YamlMap;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;

/** Device profiles in files and on the wire: the same keys in both. */
final class DeviceProfileDocument {
    private static final String API_VERSION = "tieline.dev/profile/v1";

    private DeviceProfileDocument() {}

    static DeviceProfile read(YamlMap map) {
        map.only("apiVersion", "name", "hardware", "accelerators", "executionProviders", "capacity");
        Documents.checkApiVersion(map, API_VERSION);
        return new DeviceProfile(
                notBlank(map, "name"),
                hardware(map.map("hardware")),
                map.find("accelerators")
                        .map(value -> value.asList().maps().stream()
                                .map(DeviceProfileDocument::accelerator)
                                .toList())
                        .orElse(List.of()),
                executionProviders(map),
                capacity(map.map("capacity")));
    }

    static void write(DeviceProfile profile, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("apiVersion", API_VERSION);
        json.writeStringField("name", profile.name());
        json.writeObjectFieldStart("hardware");
        json.writeStringField("architecture", profile.hardware().architecture());
        json.writeNumberField("cores", profile.hardware().cores());
        json.writeNumberField("memory", profile.hardware().memoryBytes());
        json.writeEndObject();
        json.writeArrayFieldStart("accelerators");
        for (var accelerator : profile.accelerators()) {
            json.writeStartObject();
            json.writeStringField("kind", accelerator.kind());
            json.writeStringField("name", accelerator.name());
            if (accelerator.memoryBytes() > 0) {
                json.writeNumberField("memory", accelerator.memoryBytes());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("executionProviders");
        for (var provider : profile.executionProviders()) {
            json.writeString(provider);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("capacity");
        json.writeNumberField("runSlots", profile.capacity().runSlots());
        json.writeNumberField("queue", profile.capacity().queue());
        json.writeNumberField("modelMemory", profile.capacity().modelMemoryBytes());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static Hardware hardware(YamlMap map) {
        map.only("architecture", "cores", "memory");
        return new Hardware(
                notBlank(map, "architecture"),
                Documents.positiveInt(map.get("cores")),
                ByteSize.read(map.get("memory")));
    }

    private static Accelerator accelerator(YamlMap map) {
        map.only("kind", "name", "memory");
        return new Accelerator(
                notBlank(map, "kind"),
                notBlank(map, "name"),
                map.find("memory").map(ByteSize::read).orElse(0L));
    }

    private static List<String> executionProviders(YamlMap map) {
        var list = map.list("executionProviders").notEmpty();
        var seen = new HashSet<String>();
        for (var item : list.items()) {
            if (!seen.add(item.asScalar().string())) {
                throw item.error("'" + item.asScalar().string() + "' stands in the list twice");
            }
        }
        return list.strings();
    }

    private static Capacity capacity(YamlMap map) {
        map.only("runSlots", "queue", "modelMemory");
        var queue = map.get("queue").asScalar().integer();
        if (queue < 0 || queue > Integer.MAX_VALUE) {
            throw map.get("queue").error("needs an integer of 0 to " + Integer.MAX_VALUE + ", and this is " + queue);
        }
        return new Capacity(
                Documents.positiveInt(map.get("runSlots")), (int) queue, ByteSize.read(map.get("modelMemory")));
    }

    private static String notBlank(YamlMap map, String key) {
        var text = map.string(key);
        if (text.isBlank()) {
            throw map.get(key).error("needs text, and this is blank");
        }
        return text;
    }
}
