package dev.tieline.devices.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.models.Artifact;
import dev.tieline.policy.document.YamlMap;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where one of the policy bundles that hold is to be had. The bundle itself may be large, and is fetched by its digest.
 *
 * @param bundle its id
 * @param version its version, 1 or more; a higher one replaces a lower one
 * @param file its exact bytes
 * @param source where to download them: http or https, without user, query and fragment
 */
public record PolicyPointer(String bundle, long version, Artifact file, URI source) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public PolicyPointer {
        checkId(bundle);
        if (version < 1) {
            throw new IllegalArgumentException(
                    "a version of the bundle " + bundle + " starts at 1, and this is " + version);
        }
        TwinDocument.checkAddress("the source of the bundle " + bundle, source);
    }

    static String checkId(String bundle) {
        if (!ID.matcher(bundle).matches()) {
            throw new IllegalArgumentException("'" + bundle + "' is not the id of a bundle: it needs 1 to 63 of the"
                    + " characters A-Z a-z 0-9 . _ - and starts with a letter or a digit");
        }
        return bundle;
    }

    /** Reads the pointer that stands in a document. @throws dev.tieline.policy.document.DocumentException if it is not valid */
    public static PolicyPointer read(YamlMap map) {
        map.only("bundle", "version", "file", "source");
        return new PolicyPointer(
                TwinDocument.parse(map.get("bundle"), PolicyPointer::checkId),
                TwinDocument.integer(map.get("version"), 1),
                TwinDocument.artifact(map.map("file")),
                TwinDocument.parse(
                        map.get("source"),
                        url -> TwinDocument.checkAddress("the source of a bundle", URI.create(url))));
    }

    /** Writes what {@link #read} reads. */
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("bundle", bundle);
        json.writeNumberField("version", version);
        json.writeFieldName("file");
        TwinDocument.write(json, file);
        json.writeStringField("source", source.toString());
        json.writeEndObject();
    }

    /** Such as {@code acme-eu version 42}. */
    @Override
    public String toString() {
        return bundle + " version " + version;
    }
}
