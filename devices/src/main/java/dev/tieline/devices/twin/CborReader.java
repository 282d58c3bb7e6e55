package dev.tieline.devices.twin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.Place;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads CBOR (RFC 8949) from senders that are not trusted into the values that declared files have, so that the same
 * strict checks follow. Maps, numbers, text and booleans are read; lists, byte strings, tags and anything else are
 * errors. Memory is bounded by the bytes that are there, whatever lengths they declare.
 */
final class CborReader {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_TEXT = 1_024;
    private static final Pattern KEY = Pattern.compile("[ -~]{1,127}");
    /** Names are not kept beyond one message: a sender must not fill a table that outlives it. */
    private static final CBORFactory FACTORY = CBORFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(CBORParser.Feature.READ_SIMPLE_VALUE_AS_EMBEDDED_OBJECT)
            .enable(CBORParser.Feature.READ_UNDEFINED_AS_EMBEDDED_OBJECT)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_TEXT)
                    .maxNumberLength(64)
                    .build())
            .build();

    private final CBORParser cbor;

    private CborReader(CBORParser cbor) {
        this.cbor = cbor;
    }

    /**
     * Reads one value.
     *
     * @param source the name that errors give
     * @throws DocumentException if there are too many bytes or they are not exactly one well-formed value
     */
    static YamlValue read(String source, byte[] bytes, int maxBytes) {
        var start = new Place(source, 1, "");
        if (bytes.length > maxBytes) {
            throw new DocumentException(start, "has " + bytes.length + " bytes; the limit is " + maxBytes);
        }
        try (var cbor = FACTORY.createParser(bytes)) {
            var reader = new CborReader(cbor);
            var value = reader.value(start, cbor.nextToken());
            if (cbor.nextToken() != null) {
                throw new DocumentException(start, "has bytes after its end");
            }
            return value;
        } catch (IOException e) {
            throw new DocumentException(start, "is not well-formed CBOR: " + firstLine(e));
        }
    }

    private YamlValue value(Place place, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw new DocumentException(place, "ends before its value");
        }
        if (cbor.getCurrentTag() >= 0) {
            throw new DocumentException(place, "has the tag " + cbor.getCurrentTag() + ", which is not supported here");
        }
        return switch (token) {
            case START_OBJECT -> map(place);
            case VALUE_STRING -> new YamlScalar(place, cbor.getText(), YamlScalar.Type.STRING);
            case VALUE_NUMBER_INT -> new YamlScalar(place, integer(place), YamlScalar.Type.INTEGER);
            case VALUE_NUMBER_FLOAT ->
                new YamlScalar(place, Double.toString(cbor.getDoubleValue()), YamlScalar.Type.FLOAT);
            case VALUE_TRUE -> new YamlScalar(place, "true", YamlScalar.Type.BOOLEAN);
            case VALUE_FALSE -> new YamlScalar(place, "false", YamlScalar.Type.BOOLEAN);
            default -> throw new DocumentException(place, "is neither a map, a number, text nor a boolean");
        };
    }

    private String integer(Place place) throws IOException {
        if (cbor.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new DocumentException(place, "has an integer of more than 64 bits, or in the form for such");
        }
        return Long.toString(cbor.getLongValue());
    }

    private YamlMap map(Place place) throws IOException {
        var entries = new LinkedHashMap<String, YamlValue>();
        while (true) {
            var token = cbor.nextToken();
            if (token == JsonToken.END_OBJECT) {
                return new YamlMap(place, entries);
            }
            if (token != JsonToken.FIELD_NAME) {
                throw new DocumentException(place, "ends within a map");
            }
            var key = key(place, cbor.currentName());
            var at = below(place, key);
            if (entries.containsKey(key)) {
                throw new DocumentException(at, "the key '" + key + "' stands here twice");
            }
            entries.put(key, value(at, cbor.nextToken()));
        }
    }

    private static String key(Place place, String key) {
        if (!KEY.matcher(key).matches()) {
            throw new DocumentException(place, "has a key that is not 1 to 127 printable characters of ASCII");
        }
        return key;
    }

    private static Place below(Place place, String key) {
        return new Place(place.source(), 1, place.path().isEmpty() ? key : place.path() + "." + key);
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason was given");
    }
}
