package dev.tieline.policy.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import java.io.IOException;

/** A declared document as JSON, which is read like the text that it was made of, but for the lines. */
public final class DocumentJson {
    private DocumentJson() {}

    /** The text of a document. */
    public static String text(YamlValue document) {
        return JsonText.of(json -> write(json, document));
    }

    private static void write(JsonGenerator json, YamlValue value) throws IOException {
        switch (value) {
            case YamlScalar scalar -> scalar(json, scalar);
            case YamlList list -> {
                json.writeStartArray();
                for (var item : list.items()) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case YamlMap map -> {
                json.writeStartObject();
                for (var entry : map.entries().entrySet()) {
                    json.writeFieldName(entry.getKey());
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
        }
    }

    /** Numbers stay as they were written, since their text may be taken for words. */
    private static void scalar(JsonGenerator json, YamlScalar scalar) throws IOException {
        switch (scalar.type()) {
            case STRING -> json.writeString(scalar.text());
            case INTEGER, FLOAT -> json.writeRawValue(scalar.text());
            case BOOLEAN -> json.writeBoolean(scalar.bool());
            case NULL -> json.writeNull();
        }
    }
}
