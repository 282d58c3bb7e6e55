package dev.tieline.policy.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tieline.policy.schema.SchemaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Does one wrong thing at a random place of a document: what people do while they write. */
final class Damage {
    private static final List<String> VALUES = List.of(
            "true",
            "7",
            "\"zz\"",
            "\"*\"",
            "\"\"",
            "[]",
            "{}",
            "null",
            "[\"*\", \"DE\"]",
            "[\"DE\"]",
            "{\"not\": [\"DE\"]}",
            "\"2026-13-01\"",
            "\"allow\"",
            "\"any\"",
            "[[\"DE\"]]",
            "{\"none\": true}");

    private final Random random;

    Damage(Random random) {
        this.random = random;
    }

    /** A copy of the document with one place changed. */
    JsonNode to(JsonNode document) {
        var copy = document.deepCopy();
        var places = new ArrayList<JsonNode>();
        collect(copy, places);
        var place = places.get(random.nextInt(places.size()));
        switch (place) {
            case ObjectNode map -> hurt(map);
            case ArrayNode list -> hurt(list);
            default -> throw new IllegalStateException("neither a map nor a list: " + place);
        }
        return copy;
    }

    private void hurt(ObjectNode map) {
        var key = List.copyOf(map.properties()).get(random.nextInt(map.size())).getKey();
        switch (random.nextInt(4)) {
            case 0 -> map.remove(key);
            case 1 -> map.set(key + "x", map.remove(key));
            case 2 -> map.set(otherKey(), map.get(key));
            default -> map.set(key, value());
        }
    }

    private void hurt(ArrayNode list) {
        switch (random.nextInt(3)) {
            case 0 -> list.remove(random.nextInt(list.size()));
            case 1 -> list.add(value());
            default -> list.set(random.nextInt(list.size()), value());
        }
    }

    private String otherKey() {
        var keys = List.of("when", "for", "hops", "none", "retentionMax", "country", "store", "any", "not", "tests");
        return keys.get(random.nextInt(keys.size()));
    }

    private JsonNode value() {
        return SchemaFile.json(VALUES.get(random.nextInt(VALUES.size())));
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode() && !node.isEmpty()) {
            places.add(node);
        }
        node.forEach(child -> collect(child, places));
    }
}
