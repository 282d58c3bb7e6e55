package dev.tieline.devices.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.ModelRef;
import dev.tieline.policy.document.DocumentException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTest {
    private static final Instant AT = Instant.parse("2026-11-22T12:00:00.123Z");
    private static final Load LOAD = new Load(2, 1, 4, 64, 92_000_000, 0.25);
    private static final Telemetry TELEMETRY = Telemetry.of(
            AT,
            3,
            LOAD,
            Map.of(
                    ModelRef.of("minilm@1"),
                    new ModelLatency(1_200, Duration.ofNanos(8_100_000), Duration.ofNanos(15_250_000)),
                    ModelRef.of("simple@1"),
                    new ModelLatency(0, Duration.ZERO, Duration.ZERO)),
            Duration.ofNanos(1_730_000),
            true);

    @Test
    void shouldHoldItsWireForm() {
        assertThat(TELEMETRY.toCbor()).isEqualTo(Golden.bytes("telemetry.cbor.hex"));
        assertThat(Telemetry.read("telemetry", Golden.bytes("telemetry.cbor.hex")))
                .isEqualTo(TELEMETRY);
    }

    @Test
    void shouldLeaveOutWhatANodeCannotTell() {
        var telemetry = Telemetry.of(AT, 1, new Load(1, 0, 0, 0, 0, null), Map.of(), null, false);

        assertThat(Telemetry.read("telemetry", telemetry.toCbor())).isEqualTo(telemetry);
    }

    @Test
    void shouldRoundDownToWhatTheWireCarries() {
        var latency = new ModelLatency(1, Duration.ofNanos(1_999), Duration.ofNanos(2_001));
        var fine = Telemetry.of(
                AT.plusNanos(999_999), 1, LOAD, Map.of(ModelRef.of("m@1"), latency), Duration.ofNanos(999), true);

        var read = Telemetry.read("telemetry", fine.toCbor());

        assertThat(read.at()).isEqualTo(AT);
        assertThat(read.brokerRoundTrip()).isZero();
        assertThat(read.models().get(ModelRef.of("m@1")))
                .isEqualTo(new ModelLatency(1, Duration.ofNanos(1_000), Duration.ofNanos(2_000)));
    }

    @Test
    void shouldReadNumbersInWhateverLengthTheyCome() {
        assertThat(read("load.cpu", 1).load().cpu()).isEqualTo(1.0);
        assertThat(read("load.cpu", 0.5f).load().cpu()).isEqualTo(0.5);
        assertThat(read("birth", 3L).birth()).isEqualTo(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldReadWhatItWrites(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 200; i++) {
            var telemetry = TwinStates.telemetry(random);

            assertThat(Telemetry.read("telemetry", telemetry.toCbor()))
                    .as("seed %d, telemetry %d", seed, i)
                    .isEqualTo(telemetry);
        }
    }

    @Test
    void shouldLeaveOutTheLastModelsOfMoreThanAMessageTakes() {
        var models = new TreeMap<ModelRef, ModelLatency>();
        for (var i = 0; i < 1_000; i++) {
            var name = "m%03d-%s@%s".formatted(i, "x".repeat(50), "y".repeat(63));
            models.put(ModelRef.of(name), new ModelLatency(i, Duration.ofMillis(1), Duration.ofMillis(2)));
        }

        var bytes = Telemetry.of(AT, 1, LOAD, models, null, true).toCbor();

        var read = Telemetry.read("telemetry", bytes).models();
        assertThat(bytes.length).isBetween(Telemetry.MAX_BYTES * 9 / 10, Telemetry.MAX_BYTES);
        assertThat(read).containsExactlyEntriesOf(models.headMap(read.lastKey(), true));
        assertThat(read.lastKey()).isLessThan(models.lastKey());
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("at", -1, "t:1: at: needs an integer of 0 or more, and this is -1"),
                Arguments.of("at", "now", "t:1: at: needs an integer, and this is 'now'"),
                Arguments.of("at", 253_402_300_800_000L, "t:1: a measurement is of the years 1970 to 9999"),
                Arguments.of("at", Long.MAX_VALUE, "t:1: a measurement is of the years 1970 to 9999"),
                Arguments.of("at", BigInteger.TWO.pow(70), "t:1: at: has an integer of more than 64 bits"),
                Arguments.of("birth", 0, "t:1: birth: needs a birth sequence of 1 or more, and this is 0"),
                Arguments.of("birth", 1.5, "t:1: birth: needs an integer, and this is '1.5'"),
                Arguments.of("load", 5, "t:1: load: needs a map of keys to values, and this is a value"),
                Arguments.of("load.runSlots", 0, "t:1: load.runSlots: needs an integer of 1 or more, and this is 0"),
                Arguments.of("load.runSlots", 1L << 31, "t:1: load.runSlots: needs an integer of at most 2147483647"),
                Arguments.of("load.running", -1, "t:1: load.running: needs an integer of 0 or more, and this is -1"),
                Arguments.of("load.running", 3, "t:1: load: a load needs at least one run slot, of which 0 to all run"),
                Arguments.of("load.queued", -1, "t:1: load.queued: needs an integer of 0 or more, and this is -1"),
                Arguments.of("load.queued", 1L << 31, "t:1: load.queued: needs an integer of at most 2147483647"),
                Arguments.of("load.queueLimit", -1, "t:1: load.queueLimit: needs an integer of 0 or more"),
                Arguments.of("load.modelMemory", -1, "t:1: load.modelMemory: needs an integer of 0 or more"),
                Arguments.of("load.modelMemory", Double.NaN, "t:1: load.modelMemory: needs an integer"),
                Arguments.of("load.cpu", -0.1, "t:1: load: the use of the processors is 0 to 1, and this is -0.1"),
                Arguments.of("load.cpu", 1.01, "t:1: load: the use of the processors is 0 to 1, and this is 1.01"),
                Arguments.of("load.cpu", Double.NaN, "t:1: load.cpu: needs a finite number, and this is NaN"),
                Arguments.of("load.cpu", Double.POSITIVE_INFINITY, "t:1: load.cpu: needs a finite number"),
                Arguments.of("load.cpu", Double.NEGATIVE_INFINITY, "t:1: load.cpu: needs a finite number"),
                Arguments.of("load.cpu", Float.NaN, "t:1: load.cpu: needs a finite number"),
                Arguments.of("load.cpu", true, "t:1: load.cpu: needs a number, and this is 'true'"),
                Arguments.of("load.gpu", 1, "t:1: load.gpu: unknown key 'gpu'"),
                Arguments.of("models", new Object[0], "t:1: models: is neither a map, a number, text nor a boolean"),
                Arguments.of("models.minilm", Map.of(), "t:1: models.minilm: 'minilm' is not a model reference"),
                Arguments.of("models.minilm@1.runs", -1, "t:1: models.minilm@1.runs: needs an integer of 0 or more"),
                Arguments.of("models.minilm@1.p50Us", -1, "t:1: models.minilm@1.p50Us: needs an integer of 0 or more"),
                Arguments.of("models.minilm@1.p50Us", 15_251, "t:1: models.minilm@1: p50 is at most p99"),
                Arguments.of("models.minilm@1.p99Us", 3_600_000_001L, "t:1: models.minilm@1.p99Us: needs at most 3600"),
                Arguments.of("models.minilm@1.p99Us", Long.MAX_VALUE, "t:1: models.minilm@1.p99Us: needs at most 3600"),
                Arguments.of("models.minilm@1.p90Us", 1, "t:1: models.minilm@1.p90Us: unknown key 'p90Us'"),
                Arguments.of("brokerRoundTripUs", -1, "t:1: brokerRoundTripUs: needs an integer of 0 or more"),
                Arguments.of("brokerRoundTripUs", 3_600_000_001L, "t:1: brokerRoundTripUs: needs at most 3600000000"),
                Arguments.of("workLink", "yes", "t:1: workLink: needs true or false, and this is 'yes'"),
                Arguments.of("workLink", new byte[] {1}, "t:1: workLink: is neither a map, a number, text nor"),
                Arguments.of("mood", "fine", "t:1: mood: unknown key 'mood'. Legal here: at, birth, load"),
                Arguments.of("\n", 1, "t:1: has a key that is not 1 to 127 printable characters of ASCII"),
                Arguments.of("", 1, "t:1: has a key that is not 1 to 127 printable characters of ASCII"),
                Arguments.of("k".repeat(128), 1, "t:1: has a key that is not 1 to 127 printable characters of ASCII"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("faults")
    void shouldNameTheFieldThatIsNotValid(String path, Object value, String message) {
        assertThatThrownBy(() -> read(path, value))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at",
                "birth",
                "load",
                "load.runSlots",
                "load.running",
                "load.queued",
                "load.queueLimit",
                "load.modelMemory",
                "models",
                "models.minilm@1.runs",
                "models.minilm@1.p50Us",
                "models.minilm@1.p99Us",
                "workLink"
            })
    void shouldNeedEveryFieldButTwo(String path) {
        var bytes = CborBytes.of(CborBytes.remove(CborBytes.telemetry(), path));

        assertThatThrownBy(() -> Telemetry.read("t", bytes))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("needs the key '" + path.substring(path.lastIndexOf('.') + 1) + "'");
    }

    @Test
    void shouldRefuseMoreModelsThanANodeHolds() {
        var latency = Map.of("runs", 1, "p50Us", 1, "p99Us", 1);
        var models = new LinkedHashMap<String, Object>();
        for (var i = 0; i < 1_000; i++) {
            models.put("m" + i + "@1", latency);
        }
        var most = CborBytes.of(CborBytes.put(CborBytes.telemetry(), "models", models));
        models.put("x@1", latency);
        var more = CborBytes.of(CborBytes.put(CborBytes.telemetry(), "models", models));

        assertThat(Telemetry.read("t", most).models()).hasSize(1_000);
        assertThatThrownBy(() -> Telemetry.read("t", more))
                .hasMessage("t:1: models: has 1001 models; the limit is 1000");
    }

    @Test
    void shouldGuardWhatItIsMadeOf() {
        assertThatThrownBy(() -> new Load(1, 2, 0, 0, 0, null)).hasMessageContaining("2 of 1");
        assertThatThrownBy(() -> new Load(1, 0, -1, 0, 0, null)).hasMessageContaining("never negative");
        assertThatThrownBy(() -> new Load(1, 0, 0, 0, 0, Double.NaN)).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> new ModelLatency(-1, Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> new ModelLatency(0, Duration.ofNanos(-1), Duration.ZERO))
                .hasMessageContaining("p50 is 0 to one hour");
        assertThatThrownBy(() -> new ModelLatency(0, Duration.ZERO, Duration.ofSeconds(3_601)))
                .hasMessageContaining("p99 is 0 to one hour");
        assertThatThrownBy(() -> Telemetry.of(Instant.MAX, 1, LOAD, Map.of(), null, true))
                .hasMessageContaining("1970 to 9999");
        assertThatThrownBy(() -> Telemetry.of(AT, 1, LOAD, Map.of(), Duration.ofSeconds(-1), true))
                .hasMessageContaining("brokerRoundTrip is 0 to one hour");
    }

    private static Telemetry read(String path, Object value) {
        return Telemetry.read("t", CborBytes.of(CborBytes.put(CborBytes.telemetry(), path, value)));
    }
}
