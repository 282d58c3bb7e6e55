package dev.tieline.models.oip;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the JSON object of one tensor: {@code $request_input} and {@code $response_output} of the protocol. */
final class TensorScanner {

    /**
     * What the JSON says of a tensor.
     *
     * @param data its elements, or null if they are binary
     * @param binarySize the bytes it has after the JSON, or null if its elements are in the JSON
     */
    record Head(
            String name,
            DataType type,
            Shape shape,
            @Nullable ByteBuffer data,
            @Nullable Long binarySize) {}

    private static final String BINARY_DATA_SIZE = "binary_data_size";

    private final JsonScanner json;
    private final String kind;
    private @Nullable String name;
    private @Nullable DataType type;
    private @Nullable Shape shape;
    private @Nullable ByteBuffer data;
    private @Nullable Long binarySize;
    private int dataAt = -1;

    private TensorScanner(JsonScanner json, String kind) {
        this.json = json;
        this.kind = kind;
    }

    /**
     * Reads a list of tensors.
     *
     * @param kind {@code input} or {@code output}, for messages
     */
    static List<Head> readAll(JsonScanner json, String kind) {
        var heads = new ArrayList<Head>();
        var names = new HashSet<String>();
        json.enter('[', "that begins the list of " + kind + "s");
        if (json.empty(']')) {
            return heads;
        }
        do {
            if (heads.size() == json.limits.maxTensors()) {
                throw json.error("has more than " + json.limits.maxTensors() + " " + kind + "s, which is the limit");
            }
            var head = new TensorScanner(json, kind).read();
            if (!names.add(head.name())) {
                throw json.error("has the " + kind + " '" + head.name() + "' twice");
            }
            heads.add(head);
        } while (json.another(']'));
        return heads;
    }

    private Head read() {
        ObjectScanner.read(json, "an " + kind, this::readField);
        if (name == null || type == null || shape == null) {
            throw json.error("needs name, datatype and shape of each " + kind + ", and the " + kind + " '" + name
                    + "' lacks " + (name == null ? "name" : type == null ? "datatype" : "shape"));
        }
        if (dataAt >= 0) {
            var after = json.position;
            json.position = dataAt;
            data = readData(name, type, shape);
            json.position = after;
        }
        if ((data == null) == (binarySize == null)) {
            throw json.error("needs either 'data' or the parameter '" + BINARY_DATA_SIZE + "' for the " + kind + " '"
                    + name + "', and it has " + (data == null ? "neither" : "both"));
        }
        json.within("");
        return new Head(name, type, shape, data, binarySize);
    }

    private void readField(String key) {
        switch (key) {
            case "name" -> {
                name = json.texts().read("the name of an " + kind);
                json.within("the " + kind + " '" + name + "'");
            }
            case "datatype" -> type = readType();
            case "shape" -> shape = readShape();
            case "parameters" -> readParameters();
            case "data" -> {
                if (name != null && type != null && shape != null) {
                    data = readData(name, type, shape);
                } else {
                    json.peek();
                    dataAt = json.position;
                    json.skipValue();
                }
            }
            default -> json.skipValue();
        }
    }

    private DataType readType() {
        var word = json.texts().read("the datatype of an " + kind);
        return DataType.find(word)
                .orElseThrow(() -> json.error("has the datatype '" + word + "' for the " + kind + " '" + name
                        + "', and the datatypes are " + List.of(DataType.values())));
    }

    private Shape readShape() {
        var what = "the shape of the " + kind + " '" + name + "'";
        var dimensions = new ArrayList<Long>();
        json.enter('[', "that begins " + what);
        if (!json.empty(']')) {
            do {
                if (dimensions.size() == Shape.MAX_RANK) {
                    throw json.error("has more than " + Shape.MAX_RANK + " dimensions in " + what);
                }
                dimensions.add(json.numbers().readLong(0, Long.MAX_VALUE, "a dimension in " + what));
            } while (json.another(']'));
        }
        return new Shape(dimensions);
    }

    private ByteBuffer readData(String knownName, DataType knownType, Shape knownShape) {
        long elements;
        try {
            elements = knownShape.elements();
        } catch (ArithmeticException e) {
            throw json.error("has the shape " + knownShape + " for the " + kind + " '" + knownName
                    + "', whose number of elements overflows 64 bits");
        }
        return new ArrayScanner(json, knownName, knownType, knownShape, elements).read();
    }

    private void readParameters() {
        var parameters = ObjectScanner.readParameters(json);
        if (parameters.containsKey("shared_memory_region")) {
            throw json.error("puts the " + kind + " '" + name
                    + "' into shared memory, which is not supported here. Maybe send it as binary data");
        }
        var size = parameters.get(BINARY_DATA_SIZE);
        if (size instanceof Long bytes && bytes >= 0) {
            binarySize = bytes;
        } else if (size != null) {
            throw json.error("needs a whole number of at least 0 as " + BINARY_DATA_SIZE + " of the " + kind + " '"
                    + name + "', and it has " + size);
        }
    }
}
