package dev.tieline.policy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A schema of the library with a validator, for tests. */
public final class SchemaFile {
    public static final SchemaFile BUNDLE = new SchemaFile(PolicySchema.BUNDLE);
    public static final SchemaFile REQUEST = new SchemaFile(PolicySchema.REQUEST);

    private final JsonNode content;
    private final JsonSchema validator;

    private SchemaFile(PolicySchema schema) {
        this.content = json(schema.text());
        this.validator =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(content);
    }

    /** What the schema objects to in a YAML document, a line each; empty if it accepts it. */
    public List<String> objections(String yaml) {
        return objections(json(YamlReader.read("b.yaml", yaml)));
    }

    public List<String> objections(JsonNode document) {
        return validator.validate(document).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** The part of the schema at a place, such as {@code $defs}, {@code clause}; a {@code $ref} there is followed. */
    public JsonNode at(String... path) {
        var node = content;
        for (var name : path) {
            node = node.path(name);
            if (node.has("$ref")) {
                node = content.at(node.get("$ref").textValue().substring(1));
            }
        }
        if (node.isMissingNode()) {
            throw new AssertionError("The schema has nothing at " + String.join("/", path));
        }
        return node;
    }

    /** The words of the enumeration at a place. */
    public List<String> words(String... path) {
        return texts(at(path).path("enum"));
    }

    /** The keys of the map at a place. */
    public List<String> keys(String... path) {
        var names = at(path).path("properties").fieldNames();
        return Stream.iterate(names, it -> it.hasNext(), it -> it)
                .map(it -> it.next())
                .toList();
    }

    public JsonNode content() {
        return content;
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    /** The words of all constants of an enumeration, in its order. */
    public static List<String> wordsOf(Enum<?>... constants) {
        return Arrays.stream(constants).map(Enum::toString).collect(Collectors.toList());
    }

    public static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A YAML document as a validator sees it: YAML 1.2's core schema tells numbers and booleans from text. */
    public static JsonNode json(YamlValue value) {
        var nodes = JsonNodeFactory.instance;
        return switch (value) {
            case YamlMap map -> {
                var object = nodes.objectNode();
                map.entries().forEach((key, entry) -> object.set(key, json(entry)));
                yield object;
            }
            case YamlList list -> {
                var array = nodes.arrayNode();
                list.items().forEach(item -> array.add(json(item)));
                yield array;
            }
            case YamlScalar scalar ->
                switch (scalar.type()) {
                    case STRING -> nodes.textNode(scalar.text());
                    case BOOLEAN -> nodes.booleanNode(scalar.bool());
                    case NULL -> nodes.nullNode();
                    case INTEGER, FLOAT -> number(scalar.text());
                };
        };
    }

    /** Octal and hexadecimal integers and the infinities count as text here, which no test needs as numbers. */
    private static JsonNode number(String text) {
        try {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
