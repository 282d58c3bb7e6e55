package dev.tieline.policy.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import java.io.IOException;

/** A declared document as JSON, which is read like the text that it was made of: every key and item is on its line. */
public final class DocumentJson {
    /** What YAML takes for unprintable may stand in a document escaped only. */
    private static final int LAST_OF_ASCII = '~';

    private final JsonGenerator json;
    private int line = 1;

    private DocumentJson(JsonGenerator json) {
        this.json = json;
    }

    /** The text of a document. */
    public static String text(YamlValue document) {
        return Json.text(json -> new DocumentJson(json.setHighestNonEscapedChar(LAST_OF_ASCII)).write(document));
    }

    private void write(YamlValue value) throws IOException {
        switch (value) {
            case YamlScalar scalar -> scalar(scalar);
            case YamlList list -> {
                json.writeStartArray();
                for (var item : list.items()) {
                    advance(item);
                    write(item);
                }
                json.writeEndArray();
            }
            case YamlMap map -> {
                json.writeStartObject();
                for (var entry : map.entries().entrySet()) {
                    advance(entry.getValue());
                    json.writeFieldName(entry.getKey());
                    write(entry.getValue());
                }
                json.writeEndObject();
            }
        }
    }

    /** Goes to the line of a value; what was added to a document may stand before others of earlier lines. */
    private void advance(YamlValue value) throws IOException {
        for (; line < value.place().line(); line++) {
            json.writeRaw('\n');
        }
    }

    /** Numbers stay as they were written, since their text may be taken for words. */
    private void scalar(YamlScalar scalar) throws IOException {
        switch (scalar.type()) {
            case STRING -> json.writeString(scalar.text());
            case INTEGER, FLOAT -> json.writeRawValue(scalar.text());
            case BOOLEAN -> json.writeBoolean(scalar.bool());
            case NULL -> json.writeNull();
        }
    }
}
