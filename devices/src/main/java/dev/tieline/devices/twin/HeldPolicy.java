package dev.tieline.devices.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.document.YamlMap;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which policy bundles a node decides by: those that it was told and those of its own files.
 *
 * @param generation of the policies that it was told last, 0 if it was told none
 * @param bundles from the widest level to the narrowest; empty if it has none that it may use
 * @param problem why nothing may leave the node whatever its bundles say, in one line: that they cannot be used, or that
 *     none of them is of the level platform; null where they decide, or where it was never given any
 */
public record HeldPolicy(
        long generation, List<Bundle> bundles, @Nullable String problem) {

    /** Of a node that knows no policy yet. */
    public static final HeldPolicy NONE = new HeldPolicy(0, List.of(), null);

    /**
     * One bundle.
     *
     * @param id who it is
     * @param version which edition of it, 1 or more
     */
    public record Bundle(String id, long version) {
        public Bundle {
            PolicyPointer.checkId(id);
            if (version < 1) {
                throw new IllegalArgumentException(
                        "a version of the bundle " + id + " starts at 1, and this is " + version);
            }
        }

        /** Such as {@code acme-eu version 42}. */
        @Override
        public String toString() {
            return id + " version " + version;
        }
    }

    public HeldPolicy {
        if (generation < 0) {
            throw new IllegalArgumentException("a generation of policies is 0 or more, and this is " + generation);
        }
        bundles = List.copyOf(bundles);
    }

    static HeldPolicy read(YamlMap map) {
        map.only("generation", "bundles", "problem");
        var bundles =
                map.list("bundles").maps().stream().map(HeldPolicy::bundle).toList();
        return TwinDocument.guarded(
                map,
                () -> new HeldPolicy(
                        map.integer("generation"),
                        bundles,
                        map.findString("problem").orElse(null)));
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("generation", generation);
        json.writeArrayFieldStart("bundles");
        for (var bundle : bundles) {
            json.writeStartObject();
            json.writeStringField("id", bundle.id);
            json.writeNumberField("version", bundle.version);
            json.writeEndObject();
        }
        json.writeEndArray();
        if (problem != null) {
            json.writeStringField("problem", problem);
        }
        json.writeEndObject();
    }

    /** The bundles, such as {@code acme-eu version 42, clinic version 3}; empty for none. */
    @Override
    public String toString() {
        return bundles.stream().map(Bundle::toString).collect(Collectors.joining(", "));
    }

    private static Bundle bundle(YamlMap map) {
        map.only("id", "version");
        return TwinDocument.guarded(map, () -> new Bundle(map.string("id"), map.integer("version")));
    }
}
