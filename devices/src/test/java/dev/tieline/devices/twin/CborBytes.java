package dev.tieline.devices.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Writes CBOR that no sender of ours would write. */
final class CborBytes {
    private static final CBORFactory FACTORY = new CBORFactory();

    private CborBytes() {}

    /** Valid telemetry as nested maps, for tests to spoil. */
    static Map<String, Object> telemetry() {
        var load = new LinkedHashMap<String, Object>();
        load.put("runSlots", 2);
        load.put("running", 1);
        load.put("queued", 4);
        load.put("queueLimit", 64);
        load.put("modelMemory", 92_000_000L);
        load.put("cpu", 0.25);
        var latency = new LinkedHashMap<String, Object>();
        latency.put("runs", 1_200L);
        latency.put("p50Us", 8_100L);
        latency.put("p99Us", 15_250L);
        var models = new LinkedHashMap<String, Object>();
        models.put("minilm@1", latency);
        var telemetry = new LinkedHashMap<String, Object>();
        telemetry.put("at", 1_795_348_800_123L);
        telemetry.put("birth", 3);
        telemetry.put("load", load);
        telemetry.put("models", models);
        telemetry.put("brokerRoundTripUs", 1_730L);
        telemetry.put("workLink", true);
        return telemetry;
    }

    /** Puts a value at a path such as {@code load.cpu}. */
    static Map<String, Object> put(Map<String, Object> map, String path, Object value) {
        var dot = path.indexOf('.');
        if (dot < 0) {
            map.put(path, value);
        } else {
            put(inner(map, path.substring(0, dot)), path.substring(dot + 1), value);
        }
        return map;
    }

    static Map<String, Object> remove(Map<String, Object> map, String path) {
        var dot = path.indexOf('.');
        if (dot < 0) {
            map.remove(path);
        } else {
            remove(inner(map, path.substring(0, dot)), path.substring(dot + 1));
        }
        return map;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> inner(Map<String, Object> map, String key) {
        return (Map<String, Object>) Objects.requireNonNull(map.get(key), key);
    }

    static byte[] of(Object value) {
        var bytes = new ByteArrayOutputStream();
        try (var cbor = FACTORY.createGenerator(bytes)) {
            write(cbor, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator cbor, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                cbor.writeStartObject(map, map.size());
                for (var entry : map.entrySet()) {
                    cbor.writeFieldName(entry.getKey().toString());
                    write(cbor, entry.getValue());
                }
                cbor.writeEndObject();
            }
            case Integer number -> cbor.writeNumber(number);
            case Long number -> cbor.writeNumber(number);
            case Float number -> cbor.writeNumber(number);
            case Double number -> cbor.writeNumber(number);
            case BigInteger number -> cbor.writeNumber(number);
            case Boolean bool -> cbor.writeBoolean(bool);
            case byte[] bytes -> cbor.writeBinary(bytes);
            case Object[] items -> {
                cbor.writeStartArray();
                for (var item : items) {
                    write(cbor, item);
                }
                cbor.writeEndArray();
            }
            default -> cbor.writeString(value.toString());
        }
    }
}
