package dev.tieline.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small JSON texts as maps, lists, String, Long, Double and Boolean; a key whose value is null counts as absent. */
final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    private Json() {}

    /** The object that the text is. @throws UnreadableAnswerException if it is none */
    static Map<String, Object> object(byte[] text) {
        try (var json = FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableAnswerException("the answer is not an object in JSON", null);
            }
            return readObject(json);
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /** What can be read of the object that the text may be, up to the first place where it is not JSON. */
    static Map<String, Object> readable(byte[] text) {
        var object = new LinkedHashMap<String, Object>();
        try (var json = FACTORY.createParser(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                readInto(object, json);
            }
        } catch (IOException e) {
            return object; // what stands before is still worth telling
        }
        return object;
    }

    /** The objects of the list that the text is. @throws UnreadableAnswerException if it is none */
    static List<Map<String, Object>> objects(byte[] text) {
        try (var json = FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new UnreadableAnswerException("the answer is not a list in JSON", null);
            }
            return objects(readList(json));
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /** The objects among the items. */
    static List<Map<String, Object>> objects(List<Object> items) {
        var objects = new ArrayList<Map<String, Object>>();
        for (var item : items) {
            if (item instanceof Map<?, ?> map) {
                var object = new LinkedHashMap<String, Object>();
                map.forEach((key, value) -> object.put(String.valueOf(key), value));
                objects.add(object);
            }
        }
        return objects;
    }

    /** The text under a key; empty if there is none. */
    static String text(Map<String, Object> object, String key) {
        return object.get(key) instanceof String text ? text : "";
    }

    /** The list under a key; empty if there is none. */
    static List<Object> list(Map<String, Object> object, String key) {
        return object.get(key) instanceof List<?> list ? List.copyOf(list) : List.of();
    }

    /** The texts of the list under a key. */
    static List<String> texts(Map<String, Object> object, String key) {
        return list(object, key).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    private static UnreadableAnswerException notJson(IOException e) {
        return new UnreadableAnswerException("the answer is not JSON: " + e.getMessage(), e);
    }

    private static Map<String, Object> readObject(JsonParser json) throws IOException {
        var object = new LinkedHashMap<String, Object>();
        readInto(object, json);
        return object;
    }

    private static void readInto(Map<String, Object> object, JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var key = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                object.put(key, readValue(json));
            }
        }
    }

    private static List<Object> readList(JsonParser json) throws IOException {
        var list = new ArrayList<Object>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NULL) {
                list.add(readValue(json));
            }
        }
        return list;
    }

    private static Object readValue(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> readObject(json);
            case START_ARRAY -> readList(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> readWhole(json);
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> throw new IOException("the JSON ends in the middle of a value");
        };
    }

    /** A whole number beyond 64 bits is nearly the number that it is. */
    private static Object readWhole(JsonParser json) throws IOException {
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return json.getDoubleValue();
        }
        return json.getLongValue();
    }
}
