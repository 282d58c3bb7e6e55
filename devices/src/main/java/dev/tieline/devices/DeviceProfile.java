package dev.tieline.devices;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The physical facts of a node: what it is made of and how much it takes on. Legal facts are the site's.
 *
 * @param name what people call this kind of device
 * @param hardware the machine
 * @param accelerators what else can run models; none on a plain machine
 * @param executionProviders ONNX Runtime execution providers to try, best first, such as {@code cuda, cpu}
 * @param capacity how much it takes on at one time
 */
public record DeviceProfile(
        String name,
        Hardware hardware,
        List<Accelerator> accelerators,
        List<String> executionProviders,
        Capacity capacity) {

    public DeviceProfile {
        if (name.isBlank() || executionProviders.isEmpty()) {
            throw new IllegalArgumentException("a device profile needs a name and at least one execution provider, and"
                    + " this is '" + name + "' with " + executionProviders);
        }
        accelerators = List.copyOf(accelerators);
        executionProviders = List.copyOf(executionProviders);
    }

    /** Reads a profile. @throws dev.tieline.policy.document.DocumentException if it is not a valid one */
    public static DeviceProfile read(Path file) {
        return read(YamlReader.read(file).asMap());
    }

    /** Reads a profile, YAML or JSON. @throws dev.tieline.policy.document.DocumentException if it is not a valid one */
    public static DeviceProfile read(String source, String text) {
        return read(YamlReader.read(source, text).asMap());
    }

    /** Reads a profile that is part of another document. */
    public static DeviceProfile read(YamlMap map) {
        return DeviceProfileDocument.read(map);
    }

    /** Whether an execution provider is to be tried. */
    public boolean has(String executionProvider) {
        return executionProviders.contains(executionProvider);
    }

    /** The accelerator of a kind with the most memory of its own, if there is one. */
    public Optional<Accelerator> accelerator(String kind) {
        return accelerators.stream()
                .filter(accelerator -> accelerator.kind().equals(kind))
                .max((a, b) -> Long.compare(a.memoryBytes(), b.memoryBytes()));
    }

    /** The profile as JSON, which {@link #read(String, String)} reads. */
    public String toJson() {
        return Json.text(this::writeTo);
    }

    /** Writes the profile as one JSON object. */
    public void writeTo(JsonGenerator json) throws IOException {
        DeviceProfileDocument.write(this, json);
    }
}
