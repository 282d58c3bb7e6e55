package dev.tieline.models;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads a model card. The keys are those that {@code models/catalog/README.md} explains; any other is an error. */
public final class ModelManifestReader {
    private static final String[] KEYS = {
        "apiVersion",
        "model",
        "description",
        "licence",
        "source",
        "file",
        "assets",
        "inputs",
        "outputs",
        "memory",
        "label",
        "inputLabel",
        "trainedOn",
        "derivedFrom",
        "golden"
    };
    private static final String API_VERSION = "tieline.dev/model/v1";
    private static final int MAX_GOLDEN_ELEMENTS = 1 << 20;

    private ModelManifestReader() {}

    /** Reads a card. @throws DocumentException if it cannot be used; the message names file, line and key */
    public static ModelManifest read(Path card) {
        return read(YamlReader.read(card));
    }

    /** Reads a card from text; {@code source} is the name that errors give. */
    public static ModelManifest read(String source, String text) {
        return read(YamlReader.read(source, text));
    }

    private static ModelManifest read(YamlValue document) {
        var card = document.asMap().only(KEYS);
        checkApiVersion(card.get("apiVersion"));
        return guarded(
                card,
                map -> new ModelManifest(
                        guarded(
                                map.get("model"),
                                value -> ModelRef.of(value.asScalar().string())),
                        map.string("description"),
                        map.string("licence"),
                        source(map.map("source")),
                        guarded(map.map("file"), ModelManifestReader::artifact),
                        assets(map),
                        tensors(map, "inputs"),
                        tensors(map, "outputs"),
                        map.integer("memory"),
                        labels(map),
                        guarded(map.map("golden"), ModelManifestReader::golden)));
    }

    private static void checkApiVersion(YamlValue value) {
        var actual = value.asScalar().string();
        if (!actual.equals(API_VERSION)) {
            throw value.error("needs '" + API_VERSION + "', and this is '" + actual + "'");
        }
    }

    private static PackageSource source(YamlMap source) {
        source.only("maven", "npm", "generated");
        if (source.entries().size() != 1) {
            throw source.error("needs exactly one of maven, npm, generated");
        }
        if (source.has("maven")) {
            var maven = source.map("maven").only("group", "artifact", "version", "digest");
            return new PackageSource.Maven(
                    maven.string("group"), maven.string("artifact"), maven.string("version"), digest(maven));
        } else if (source.has("npm")) {
            var npm = source.map("npm").only("name", "version", "digest");
            return new PackageSource.Npm(npm.string("name"), npm.string("version"), digest(npm));
        }
        return new PackageSource.Generated(source.string("generated"));
    }

    private static Digest digest(YamlMap map) {
        return guarded(map.get("digest"), value -> Digest.of(value.asScalar().string()));
    }

    private static Artifact artifact(YamlMap file) {
        file.only("entry", "digest", "size");
        return new Artifact(file.string("entry"), digest(file), file.integer("size"));
    }

    private static SortedMap<String, Artifact> assets(YamlMap card) {
        var assets = new TreeMap<String, Artifact>();
        if (card.has("assets")) {
            card.map("assets")
                    .entries()
                    .forEach((name, file) -> assets.put(name, guarded(file.asMap(), ModelManifestReader::artifact)));
        }
        return assets;
    }

    private static List<TensorSpec> tensors(YamlMap card, String key) {
        return card.list(key).maps().stream()
                .map(map -> guarded(map, ModelManifestReader::tensor))
                .toList();
    }

    private static TensorSpec tensor(YamlMap map) {
        map.only("name", "type", "shape", "batch_axis");
        var type = map.get("type").asScalar();
        var axis = map.has("batch_axis") ? (Integer) Math.toIntExact(map.integer("batch_axis")) : null;
        return new TensorSpec(
                map.string("name"),
                DataType.find(type.string())
                        .orElseThrow(() -> type.error(
                                "unknown data type '" + type.text() + "'. Legal here: " + List.of(DataType.values()))),
                shape(map),
                axis);
    }

    private static Shape shape(YamlMap map) {
        return guarded(
                map.list("shape"),
                list -> new Shape(list.items().stream()
                        .map(item -> item.asScalar().integer())
                        .toList()));
    }

    private static ModelLabels labels(YamlMap card) {
        var label = label(card.map("label"));
        return guarded(
                card,
                map -> new ModelLabels(
                        label,
                        map.has("inputLabel") ? label(map.map("inputLabel")) : DataLabel.PUBLIC,
                        map.has("trainedOn") ? label(map.map("trainedOn")) : DataLabel.PUBLIC,
                        map.has("derivedFrom") ? parents(map.list("derivedFrom")) : List.of()));
    }

    private static List<ModelRef> parents(YamlList list) {
        return list.notEmpty().items().stream()
                .map(item -> guarded(item.asScalar(), scalar -> ModelRef.of(scalar.string())))
                .toList();
    }

    private static DataLabel label(YamlMap label) {
        label.only("class", "tags");
        var word = label.get("class").asScalar();
        var dataClass = DataClass.of(word.string());
        if (dataClass == DataClass.UNKNOWN) {
            throw word.error(
                    "unknown data class '" + word.text() + "'. Legal here: public, internal, personal, special");
        }
        return DataLabel.of(
                dataClass, label.has("tags") ? label.strings("tags").toArray(String[]::new) : new String[0]);
    }

    private static GoldenSample golden(YamlMap golden) {
        golden.only("inputs", "outputs", "tolerance");
        return new GoldenSample(
                golden.list("inputs").maps().stream()
                        .map(map -> guarded(
                                map.only("name", "shape", "values", "repeat", "texts"), ModelManifestReader::input))
                        .toList(),
                golden.list("outputs").notEmpty().maps().stream()
                        .map(map -> guarded(map.only("name", "shape", "head", "texts"), ModelManifestReader::output))
                        .toList(),
                golden.get("tolerance").asScalar().number());
    }

    private static GoldenSample.Values input(YamlMap input) {
        var shape = shape(input);
        if (Stream.of("values", "repeat", "texts").filter(input::has).count() != 1) {
            throw input.error(
                    "needs one of 'values', which are all elements, 'repeat', which are repeated, and 'texts'");
        }
        if (input.has("texts")) {
            return texts(input, shape);
        }
        var values = input.has("values") ? numbers(input, "values") : repeat(input, shape);
        return new GoldenSample.Values(input.string("name"), shape, values);
    }

    private static GoldenSample.Values output(YamlMap output) {
        var shape = shape(output);
        if (output.has("texts") && !output.has("head")) {
            return texts(output, shape);
        }
        return new GoldenSample.Values(
                output.only("name", "shape", "head").string("name"), shape, numbers(output, "head"));
    }

    private static GoldenSample.Values texts(YamlMap map, Shape shape) {
        return new GoldenSample.Values(map.string("name"), shape, List.of(), map.strings("texts"));
    }

    private static List<Double> numbers(YamlMap map, String key) {
        return map.list(key).items().stream()
                .map(item -> number(item.asScalar()))
                .toList();
    }

    /** A number, NaN and the infinities included (YAML 1.2, section 10.3.2). */
    private static double number(YamlScalar scalar) {
        if (scalar.type() != YamlScalar.Type.FLOAT) {
            return scalar.number();
        }
        return switch (scalar.text()) {
            case ".nan" -> Double.NaN;
            case ".inf" -> Double.POSITIVE_INFINITY;
            case "-.inf" -> Double.NEGATIVE_INFINITY;
            default -> scalar.number();
        };
    }

    private static List<Double> repeat(YamlMap input, Shape shape) {
        input.list("repeat").notEmpty();
        var pattern = numbers(input, "repeat");
        var elements = shape.isFixed() ? shape.elements() : 0;
        if (elements > MAX_GOLDEN_ELEMENTS) {
            throw input.error("has " + elements + " elements; the limit of a golden sample is " + MAX_GOLDEN_ELEMENTS);
        }
        var values = new ArrayList<Double>();
        for (var i = 0; i < elements; i++) {
            values.add(pattern.get(i % pattern.size()));
        }
        return values;
    }

    /** Gives what a record says of a wrong value its place in the file. */
    private static <V extends YamlValue, T> T guarded(V value, Function<V, T> read) {
        try {
            return read.apply(value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DocumentException(value.place(), String.valueOf(e.getMessage()));
        }
    }
}
