package dev.tieline.devices.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The wire form of telemetry: one map, its times as whole numbers. */
final class TelemetryCodec {
    private static final CBORFactory FACTORY = new CBORFactory();

    private TelemetryCodec() {}

    static Telemetry read(String source, byte[] bytes) {
        var map = CborReader.read(source, bytes, Telemetry.MAX_BYTES)
                .asMap()
                .only("at", "birth", "load", "models", "brokerRoundTripUs", "workLink");
        var at = Instant.ofEpochMilli(TwinDocument.integer(map.get("at"), 0));
        var birth = Birth.sequence(map.get("birth"));
        var load = load(map.map("load"));
        var models = models(map.get("models"));
        var roundTrip =
                map.find("brokerRoundTripUs").map(TelemetryCodec::micros).orElse(null);
        var workLink = map.get("workLink").asScalar().bool();
        return TwinDocument.guarded(map, () -> new Telemetry(at, birth, load, models, roundTrip, workLink));
    }

    /** What is written can be read: models that would make it too long are left out, the last by name. */
    static byte[] write(Telemetry telemetry) {
        var models = telemetry.models().size();
        var bytes = write(telemetry, models);
        while (bytes.length > Telemetry.MAX_BYTES) {
            models = (int) Math.min(models - 1, (long) models * Telemetry.MAX_BYTES / bytes.length);
            bytes = write(telemetry, models);
        }
        return bytes;
    }

    private static byte[] write(Telemetry telemetry, int models) {
        var bytes = new ByteArrayOutputStream();
        try (var cbor = FACTORY.createGenerator(bytes)) {
            write(telemetry, models, cbor);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(Telemetry telemetry, int models, JsonGenerator cbor) throws IOException {
        var roundTrip = telemetry.brokerRoundTrip();
        cbor.writeStartObject(telemetry, roundTrip == null ? 5 : 6);
        cbor.writeNumberField("at", telemetry.at().toEpochMilli());
        cbor.writeNumberField("birth", telemetry.birth());
        cbor.writeFieldName("load");
        write(telemetry.load(), cbor);
        cbor.writeFieldName("models");
        cbor.writeStartObject(telemetry.models(), models);
        for (var model : List.copyOf(telemetry.models().entrySet()).subList(0, models)) {
            cbor.writeFieldName(model.getKey().toString());
            write(model.getValue(), cbor);
        }
        cbor.writeEndObject();
        if (roundTrip != null) {
            cbor.writeNumberField("brokerRoundTripUs", micros(roundTrip));
        }
        cbor.writeBooleanField("workLink", telemetry.workLink());
        cbor.writeEndObject();
    }

    private static void write(Load load, JsonGenerator cbor) throws IOException {
        var cpu = load.cpu();
        cbor.writeStartObject(load, cpu == null ? 5 : 6);
        cbor.writeNumberField("runSlots", load.runSlots());
        cbor.writeNumberField("running", load.running());
        cbor.writeNumberField("queued", load.queued());
        cbor.writeNumberField("queueLimit", load.queueLimit());
        cbor.writeNumberField("modelMemory", load.modelMemoryBytes());
        if (cpu != null) {
            cbor.writeNumberField("cpu", cpu);
        }
        cbor.writeEndObject();
    }

    private static void write(ModelLatency latency, JsonGenerator cbor) throws IOException {
        cbor.writeStartObject(latency, 3);
        cbor.writeNumberField("runs", latency.runs());
        cbor.writeNumberField("p50Us", micros(latency.p50()));
        cbor.writeNumberField("p99Us", micros(latency.p99()));
        cbor.writeEndObject();
    }

    private static Load load(YamlMap map) {
        map.only("runSlots", "running", "queued", "queueLimit", "modelMemory", "cpu");
        var runSlots = TwinDocument.smallInteger(map.get("runSlots"), 1);
        var running = TwinDocument.smallInteger(map.get("running"), 0);
        var queued = TwinDocument.smallInteger(map.get("queued"), 0);
        var queueLimit = TwinDocument.smallInteger(map.get("queueLimit"), 0);
        var memory = TwinDocument.integer(map.get("modelMemory"), 0);
        var cpu = map.find("cpu").map(value -> value.asScalar().number()).orElse(null);
        return TwinDocument.guarded(map, () -> new Load(runSlots, running, queued, queueLimit, memory, cpu));
    }

    private static SortedMap<ModelRef, ModelLatency> models(YamlValue value) {
        var entries = value.asMap().entries();
        TwinDocument.checkModels(value, entries.size());
        var models = new TreeMap<ModelRef, ModelLatency>();
        entries.forEach((ref, latency) ->
                models.put(TwinDocument.guarded(latency, () -> ModelRef.of(ref)), latency(latency.asMap())));
        return models;
    }

    private static ModelLatency latency(YamlMap map) {
        map.only("runs", "p50Us", "p99Us");
        var runs = TwinDocument.integer(map.get("runs"), 0);
        var p50 = micros(map.get("p50Us"));
        var p99 = micros(map.get("p99Us"));
        return TwinDocument.guarded(map, () -> new ModelLatency(runs, p50, p99));
    }

    /** Microseconds as a duration; one that is out of range is refused where it stands. */
    private static Duration micros(YamlValue value) {
        var micros = TwinDocument.integer(value, 0);
        var limit = Duration.ofHours(1).toNanos() / 1_000;
        if (micros > limit) {
            throw value.error("needs at most " + limit + " microseconds, and this is " + micros);
        }
        return Duration.ofNanos(micros * 1_000);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
