package dev.tieline.policy.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicySchemaTest {

    @ParameterizedTest
    @EnumSource
    void shouldBeAValidSchema(PolicySchema schema) {
        var language = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(language.validate(SchemaFile.json(schema.text()))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeFoundByTheWordThatCommandsUse(PolicySchema schema) {
        assertThat(PolicySchema.find(schema.word())).hasValue(schema);
        assertThat(schema.text()).contains("\"$id\": \"https://tieline.dev/policy/v1/" + schema.fileName() + "\"");
    }

    @Test
    void shouldNotBeFoundByAnotherWord() {
        assertThat(PolicySchema.find("site")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldExplainEveryKeyToAnEditor(PolicySchema schema) {
        var silent = new ArrayList<String>();

        collectKeysWithoutDescription(new SchemaFileOf(schema).content(), "", silent, new SchemaFileOf(schema));

        assertThat(silent).isEmpty();
    }

    @Test
    void shouldHaveTheSameRequestInBoth() {
        var request = SchemaFile.REQUEST.content();

        var inBundle = SchemaFile.BUNDLE.at("$defs", "request");

        inBundle.properties()
                .forEach(entry -> assertThat(request.get(entry.getKey()))
                        .as("request schema, %s", entry.getKey())
                        .isEqualTo(entry.getValue()));
        request.get("$defs")
                .properties()
                .forEach(entry -> assertThat(SchemaFile.BUNDLE.at("$defs", entry.getKey()))
                        .as("definition of %s", entry.getKey())
                        .isEqualTo(entry.getValue()));
        assertThat(List.copyOf(request.properties()))
                .extracting(entry -> entry.getKey())
                .containsAll(inBundle.properties().stream()
                        .map(entry -> entry.getKey())
                        .toList());
    }

    private record SchemaFileOf(PolicySchema schema) {
        JsonNode content() {
            return SchemaFile.json(schema.text());
        }

        JsonNode resolved(JsonNode node) {
            return node.has("$ref") ? content().at(node.get("$ref").textValue().substring(1)) : node;
        }
    }

    /** Keys that only narrow one that is explained elsewhere, as those of an {@code if} do, need no words. */
    private static void collectKeysWithoutDescription(
            JsonNode node, String path, List<String> silent, SchemaFileOf schema) {
        if (!node.isObject()) {
            return;
        }
        if (node.path("type").asText().equals("object") && node.has("additionalProperties")) {
            node.path("properties").properties().forEach(entry -> {
                var value = entry.getValue();
                if (!value.has("description") && !schema.resolved(value).has("description")) {
                    silent.add(path + "/" + entry.getKey());
                }
            });
        }
        node.properties()
                .forEach(entry ->
                        collectKeysWithoutDescription(entry.getValue(), path + "/" + entry.getKey(), silent, schema));
    }
}
