package dev.tieline.devices.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.SiteId;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.wire.HeaderException.Problem;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkHeadersTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final WorkHeaders FULL = new WorkHeaders(
            "r-1",
            ModelName.of("minilm"),
            "1",
            Duration.ofMillis(1_500),
            DataLabel.of(DataClass.PERSONAL, "health", "export-controlled"),
            "diagnostics",
            "personal-diagnostics-in-eea",
            "0123456789abcdef0123456789abcdef",
            412,
            SiteId.of("controller-fra"),
            TRACE);
    private static final WorkHeaders LEAST = new WorkHeaders(
            "r-1",
            ModelName.of("minilm"),
            null,
            Duration.ofNanos(1_999),
            DataLabel.PUBLIC,
            null,
            null,
            null,
            null,
            null);

    /** The names and forms of all properties; a change here is a change of the protocol. */
    @Test
    void shouldWriteThePropertiesOfTheProtocol() {
        var expected = new LinkedHashMap<String, String>();
        expected.put("tieline-request", "r-1");
        expected.put("tieline-model", "minilm");
        expected.put("tieline-version", "1");
        expected.put("tieline-budget-us", "1500000");
        expected.put("tieline-class", "personal");
        expected.put("tieline-tags", "export-controlled,health");
        expected.put("tieline-purpose", "diagnostics");
        expected.put("tieline-decision", "personal-diagnostics-in-eea");
        expected.put("tieline-decision-id", "0123456789abcdef0123456789abcdef");
        expected.put("tieline-via", "controller-fra");
        expected.put("inference-header-content-length", "412");
        expected.put("traceparent", TRACE);

        assertThat(FULL.toUserProperties()).containsExactlyEntriesOf(expected);
        assertThat(LEAST.toUserProperties())
                .containsOnlyKeys("tieline-request", "tieline-model", "tieline-budget-us", "tieline-class");
    }

    @Test
    void shouldReadWhatItWrites() {
        assertThat(read(FULL.toUserProperties())).isEqualTo(FULL);
        assertThat(read(LEAST.toUserProperties()).budget()).isEqualTo(Duration.ofNanos(1_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tieline-request", "tieline-model", "tieline-budget-us", "tieline-class"})
    void shouldNeedWhatADecisionNeeds(String name) {
        var user = new LinkedHashMap<>(FULL.toUserProperties());
        user.remove(name);

        assertThatThrownBy(() -> read(user)).isInstanceOfSatisfying(HeaderException.class, error -> {
            assertThat(error.property()).isEqualTo(name);
            assertThat(error.problem()).isEqualTo(Problem.MISSING);
            assertThat(error).hasMessage("property " + name + ": is required, and the message does not have it");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tieline-request | ''",
                "tieline-request | a b",
                "tieline-model | mini/lm",
                "tieline-version | -1",
                "tieline-budget-us | 0",
                "tieline-budget-us | -5",
                "tieline-budget-us | 01",
                "tieline-budget-us | 1e6",
                "tieline-budget-us | 3600000001",
                "tieline-budget-us | 9999999999",
                "tieline-class | ''",
                "tieline-class | PUBLIC",
                "tieline-tags | ''",
                "tieline-tags | a,,b",
                "tieline-tags | a,",
                "tieline-tags | a,a",
                "tieline-tags | 'a, b'",
                "tieline-purpose | ''",
                "tieline-decision-id | 0123",
                "tieline-decision-id | 0123456789ABCDEF0123456789ABCDEF",
                "tieline-via | ''",
                "tieline-via | Controller",
                "tieline-via | a/b",
                "tieline-via | -a",
                "inference-header-content-length | 0",
                "inference-header-content-length | 9999999999",
                "traceparent | 00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "traceparent | ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "traceparent | 00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            })
    void shouldRefuseAValueThatBreaksItsRule(String name, String value) {
        var user = with(name, value);

        assertThatThrownBy(() -> read(user)).isInstanceOfSatisfying(HeaderException.class, error -> {
            assertThat(error.property()).isEqualTo(name);
            assertThat(error.problem()).isEqualTo(Problem.INVALID);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "tieline-request, 65",
        "tieline-model, 64",
        "tieline-version, 64",
        "tieline-budget-us, 11",
        "tieline-class, 33",
        "tieline-tags, 1025",
        "tieline-purpose, 129",
        "tieline-decision, 257",
        "tieline-decision-id, 33",
        "tieline-via, 64",
        "inference-header-content-length, 11",
        "traceparent, 56"
    })
    void shouldRefuseAValueThatIsTooLong(String name, int length) {
        var user = with(name, "1".repeat(length));

        assertThatThrownBy(() -> read(user)).isInstanceOfSatisfying(HeaderException.class, error -> {
            assertThat(error.property()).isEqualTo(name);
            assertThat(error.problem()).isEqualTo(Problem.TOO_LONG);
            assertThat(error).hasMessageContaining("has " + length + " characters");
        });
    }

    @Test
    void shouldRefuseAPropertyThatStandsTwice() {
        var twice = Map.of("tieline-class", List.of("personal", "personal"));
        var properties = new MessageProperties(null, null, null, null, FULL.toUserProperties(), twice);

        assertThatThrownBy(() -> WorkHeaders.read(properties))
                .isInstanceOfSatisfying(
                        HeaderException.class,
                        error -> assertThat(error.problem()).isEqualTo(Problem.REPEATED))
                .hasMessage("property tieline-class: stands in the message more than once");
    }

    @Test
    void shouldRefuseAPropertyOfOursThatItDoesNotKnow() {
        assertThatThrownBy(() -> read(with("tieline-never-store", "true")))
                .isInstanceOfSatisfying(
                        HeaderException.class,
                        error -> assertThat(error.problem()).isEqualTo(Problem.UNKNOWN))
                .hasMessageContaining("tieline-never-store");
    }

    @Test
    void shouldLeavePropertiesOfOthersAlone() {
        var properties = new MessageProperties(
                null, null, null, null, with("vendor-hint", "x"), Map.of("vendor-hint", List.of("x", "y")));

        assertThat(WorkHeaders.read(properties)).isEqualTo(FULL);
    }

    @Test
    void shouldTakeAClassThatItDoesNotKnowForTheHighest() {
        assertThat(read(with("tieline-class", "top-secret")).label().dataClass())
                .isEqualTo(DataClass.UNKNOWN);
    }

    @Test
    void shouldNotBeMadeOfWhatCannotTravel() {
        assertThatThrownBy(() -> labelled(DataLabel.of(DataClass.PUBLIC, "a,b")))
                .isInstanceOf(HeaderException.class)
                .hasMessageContaining("tags without commas");
        assertThatThrownBy(() -> budget(Duration.ZERO)).isInstanceOf(HeaderException.class);
        assertThatThrownBy(() -> budget(Duration.ofNanos(999))).isInstanceOf(HeaderException.class);
        assertThatThrownBy(() -> budget(Duration.ofSeconds(-1))).isInstanceOf(HeaderException.class);
        assertThatThrownBy(() -> budget(Duration.ofSeconds(Long.MAX_VALUE))).isInstanceOf(HeaderException.class);
        assertThat(budget(WorkHeaders.MAX_BUDGET).budget()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldSayWhichTextsOfACallerMayTravel() {
        assertThat(WorkHeaders.isTraceparent(TRACE)).isTrue();
        assertThat(WorkHeaders.isTraceparent("none")).isFalse();
        assertThat(WorkHeaders.isRequestId("0192f7c4-6f3a")).isTrue();
        assertThat(WorkHeaders.isRequestId("a\nb")).isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldFailOnHostilePropertiesWithAHeaderExceptionAndNothingElse(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++) {
            var user = new LinkedHashMap<>(FULL.toUserProperties());
            user.replaceAll((name, value) -> random.nextInt(4) == 0 ? noise(random) : value);

            try {
                var headers = read(user);
                assertThat(read(headers.toUserProperties())).as("seed %d", seed).isEqualTo(headers);
            } catch (HeaderException e) {
                assertThat(user).as("seed %d", seed).containsKey(e.property());
            }
        }
    }

    private static String noise(Random random) {
        return random.ints(random.nextInt(20), ' ', 0xFFFF)
                .filter(c -> !Character.isSurrogate((char) c) && !Character.isISOControl(c) && c < 0xFDD0)
                .limit(12)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .append(random.nextInt(3) == 0 ? ", ,1" : "")
                .toString();
    }

    private static WorkHeaders budget(Duration budget) {
        return new WorkHeaders("r", ModelName.of("m"), null, budget, DataLabel.PUBLIC, null, null, null, null, null);
    }

    private static WorkHeaders labelled(DataLabel label) {
        return new WorkHeaders(
                "r", ModelName.of("m"), null, Duration.ofSeconds(1), label, null, null, null, null, null);
    }

    private static Map<String, String> with(String name, String value) {
        var user = new LinkedHashMap<>(FULL.toUserProperties());
        user.put(name, value);
        return user;
    }

    private static WorkHeaders read(Map<String, String> user) {
        return WorkHeaders.read(MessageProperties.ofUser(user));
    }
}
