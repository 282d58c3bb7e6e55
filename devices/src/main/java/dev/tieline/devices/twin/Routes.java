package dev.tieline.devices.twin;

import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import dev.tieline.policy.json.Json;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * For each model the nodes elsewhere that may serve it, best first. A route names nodes and nothing else: their facts
 * come from the site book, and policy is asked again before anything is sent. What requests to a model are at least is said
 * beside it, for nodes that do not have its card. Immutable.
 */
public final class Routes {
    private static final String API_VERSION = "tieline.dev/routes/v1";
    private static final Routes NONE = new Routes(0, Map.of(), Map.of());

    private final long generation;
    private final SortedMap<ModelName, List<NodeAddress>> nodes;
    private final SortedMap<ModelName, DataLabel> labels;

    private Routes(long generation, Map<ModelName, List<NodeAddress>> nodes, Map<ModelName, DataLabel> labels) {
        var copy = new TreeMap<ModelName, List<NodeAddress>>();
        nodes.forEach((model, route) -> copy.put(model, List.copyOf(route)));
        this.generation = generation;
        this.nodes = Collections.unmodifiableSortedMap(copy);
        this.labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /**
     * Routes of a generation.
     *
     * @param generation 1 or more
     * @throws IllegalArgumentException if the generation is lower, or a node stands twice in the route of a model
     */
    public static Routes of(long generation, Map<ModelName, List<NodeAddress>> nodes) {
        return of(generation, nodes, Map.of());
    }

    /**
     * As the other.
     *
     * @param labels what requests to a model are at least; public where a model has a route and no label
     */
    public static Routes of(
            long generation, Map<ModelName, List<NodeAddress>> nodes, Map<ModelName, DataLabel> labels) {
        if (generation < 1) {
            throw new IllegalArgumentException("a generation of routes starts at 1, and this is " + generation);
        }
        nodes.forEach((model, route) -> {
            if (Set.copyOf(route).size() < route.size()) {
                throw new IllegalArgumentException("the route of " + model + " names a node twice: " + route);
            }
        });
        return new Routes(generation, nodes, labels);
    }

    /** No route for any model, of generation 0. */
    public static Routes none() {
        return NONE;
    }

    /** Reads routes. @throws dev.tieline.policy.document.DocumentException if they are not valid */
    public static Routes read(Path file) {
        return read(YamlReader.read(file).asMap());
    }

    /**
     * Reads routes, YAML or JSON.
     *
     * @param source the name that errors give, usually the topic
     * @throws dev.tieline.policy.document.DocumentException if they are not valid
     */
    public static Routes read(String source, String text) {
        return read(YamlReader.read(source, text).asMap());
    }

    /** Which edition this is; a higher one replaces a lower one. */
    public long generation() {
        return generation;
    }

    /** The nodes that may serve a model, best first; none if it has no route. */
    public List<NodeAddress> forModel(ModelName model) {
        return nodes.getOrDefault(model, List.of());
    }

    /** What requests to a model are at least, as far as that is said here; otherwise public: see {@link #tells}. */
    public DataLabel label(ModelName model) {
        return labels.getOrDefault(model, DataLabel.PUBLIC);
    }

    /** Whether anything is said here of a model, so that {@link #label} is a word about it and no guess. */
    public boolean tells(ModelName model) {
        return labels.containsKey(model) || nodes.containsKey(model);
    }

    /** The models of which {@link #label} says anything, with what it says. */
    public SortedMap<ModelName, DataLabel> labels() {
        return labels;
    }

    public Set<ModelName> models() {
        return nodes.keySet();
    }

    /** Whether these routes are newer than the others. */
    public boolean supersede(Routes others) {
        return generation > others.generation;
    }

    /** The routes as JSON, which {@link #read(String, String)} reads. */
    public String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("apiVersion", API_VERSION);
            json.writeNumberField("generation", generation);
            json.writeObjectFieldStart("routes");
            for (var route : nodes.entrySet()) {
                json.writeArrayFieldStart(route.getKey().value());
                for (var node : route.getValue()) {
                    json.writeString(node.toString());
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            if (!labels.isEmpty()) {
                json.writeObjectFieldStart("labels");
                for (var label : labels.entrySet()) {
                    TwinDocument.write(json, label.getKey().value(), label.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    private static Routes read(YamlMap map) {
        map.only("apiVersion", "generation", "routes", "labels");
        TwinDocument.checkApiVersion(map, API_VERSION);
        var generation = map.integer("generation");
        if (generation < 0) {
            throw map.get("generation").error("needs an integer of 0 or more, and this is " + generation);
        }
        var nodes = new TreeMap<ModelName, List<NodeAddress>>();
        map.map("routes")
                .entries()
                .forEach((model, route) ->
                        nodes.put(TwinDocument.guarded(route, () -> ModelName.of(model)), route(route)));
        return new Routes(generation, nodes, map.has("labels") ? labels(map.map("labels")) : Map.of());
    }

    private static Map<ModelName, DataLabel> labels(YamlMap map) {
        var labels = new TreeMap<ModelName, DataLabel>();
        map.entries()
                .forEach((model, label) -> labels.put(
                        TwinDocument.guarded(label, () -> ModelName.of(model)), TwinDocument.label(label.asMap())));
        return labels;
    }

    private static List<NodeAddress> route(YamlValue value) {
        var seen = new HashSet<NodeAddress>();
        return value.asList().items().stream()
                .map(item -> {
                    var node = TwinDocument.parse(item, NodeAddress::of);
                    if (!seen.add(node)) {
                        throw item.error("the node " + node + " stands in the route twice");
                    }
                    return node;
                })
                .toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Routes that
                && generation == that.generation
                && nodes.equals(that.nodes)
                && labels.equals(that.labels);
    }

    @Override
    public int hashCode() {
        return (Long.hashCode(generation) * 31 + nodes.hashCode()) * 31 + labels.hashCode();
    }

    @Override
    public String toString() {
        return "Routes[generation " + generation + ", " + nodes + (labels.isEmpty() ? "" : ", " + labels) + "]";
    }
}
