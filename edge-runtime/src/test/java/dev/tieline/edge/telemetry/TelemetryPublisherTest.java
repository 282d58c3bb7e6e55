package dev.tieline.edge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.twin.Load;
import dev.tieline.devices.twin.ModelLatency;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.edge.Calls;
import dev.tieline.edge.FakeBackground;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.RecordingEgress;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.SessionSettings;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.DataLabel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryPublisherTest {
    private static final ModelRegistry MODELS = new ModelRegistry();
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int QUEUE_LIMIT = 3;

    private final RecordingEgress egress =
            new RecordingEgress(World.device(World.CLINIC), World.decisionPoint(World.CLINIC));
    private final FakeBackground background = new FakeBackground();
    private final RunSlots slots = new RunSlots(2, QUEUE_LIMIT);
    private final LocalServing serving = World.serving(new FakeTicker());
    private OptionalDouble cpu = OptionalDouble.of(0.25);
    private Optional<Duration> roundTrip = Optional.empty();
    private boolean workLink = true;
    private final TelemetryPublisher publisher = publisher(PERIOD);

    @BeforeAll
    static void load(@TempDir Path folder) {
        var manifest =
                ModelCatalog.read(Path.of("../models/catalog")).find("simple").orElseThrow();
        var store = new ModelStore(folder);
        store.addGenerated(manifest);
        MODELS.put(
                ModelSession.open(manifest, store.require(manifest.ref(), manifest.model()), SessionSettings.DEFAULT),
                manifest.model().digest(),
                true);
    }

    @AfterAll
    static void unload() {
        MODELS.close();
    }

    @AfterEach
    void close() {
        slots.close();
    }

    @Test
    void shouldBeSilentUntilTheFirstConnect() {
        assertThat(background.waiting()).isZero();
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldSayHowItDoesRightAfterEachConnect() {
        publisher.connected();

        assertThat(background.runNext()).isZero();
        assertThat(egress.sent()).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("tl/v1/acme/node/clinic-berlin/gw-1/telemetry");
            assertThat(message.qos()).isZero();
            assertThat(message.retain()).isFalse();
            assertThat(message.properties().expiry()).isEqualTo(Duration.ofSeconds(15));
            assertThat(message.properties().contentType()).isEqualTo("application/cbor");
        });
    }

    @Test
    void shouldSayItAgainInEachPeriodMoreOrLess() {
        publisher.connected();
        background.runNext();

        var periods = Stream.generate(background::runNext).limit(50).toList();

        assertThat(egress.sent()).hasSize(51);
        assertThat(periods)
                .as("of the generator with the seed 5")
                .allSatisfy(period -> assertThat(period).isBetween(Duration.ofMillis(4_500), Duration.ofMillis(5_500)))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldHaveOneRoundHoweverOftenItConnects() {
        publisher.connected();
        publisher.connected();
        publisher.disconnected();
        publisher.connected();

        background.runDue();

        assertThat(egress.sent()).hasSize(1);
        assertThat(background.waiting()).isEqualTo(1);
    }

    @Test
    void shouldFallSilentWhileThereIsNoConnection() {
        publisher.connected();
        background.runDue();

        publisher.disconnected();
        background.runNext();

        assertThat(egress.sent()).hasSize(1);
        assertThat(background.waiting()).isZero();
    }

    @Test
    void shouldStopWhenItIsClosed() {
        publisher.connected();
        background.runDue();

        publisher.close();
        publisher.connected();

        assertThat(background.waiting()).isZero();
        assertThat(egress.sent()).hasSize(1);
    }

    @Test
    void shouldTellTheLoadOfAnIdleNode() {
        var telemetry = measure();

        var memory = MODELS.manifest(ModelName.of("simple")).orElseThrow().memoryBytes();
        assertThat(telemetry.load()).isEqualTo(new Load(2, 0, 0, QUEUE_LIMIT, memory, 0.25));
        assertThat(telemetry.birth()).isEqualTo(6);
        assertThat(telemetry.at()).isEqualTo(World.CLOCK.instant());
        assertThat(telemetry.models()).as("nothing has run").isEmpty();
        assertThat(telemetry.workLink()).isTrue();
        assertThat(telemetry.brokerRoundTrip()).isNull();
    }

    @Test
    void shouldTellWhatRunsAndWhatWaits() {
        Stream.generate(slots::reserve)
                .limit(3)
                .forEach(place -> assertThat(place).isPresent());

        var load = measure().load();

        assertThat(load.running()).isEqualTo(2);
        assertThat(load.queued()).isEqualTo(1);
    }

    @Test
    void shouldTellHowLongAModelRan() {
        try (var lease = MODELS.acquire(ModelName.of("simple"), null).orElseThrow()) {
            serving.serve(
                    Calls.simple(DataLabel.PUBLIC),
                    lease.session(),
                    slots.reserve().orElseThrow());
        }

        assertThat(measure().models())
                .containsEntry(ModelRef.of("simple@1"), new ModelLatency(1, Duration.ZERO, Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldLeaveOutAUseOfTheProcessorsThatCannotBe(double used) {
        cpu = OptionalDouble.of(used);

        assertThat(measure().load().cpu()).isNull();
    }

    @Test
    void shouldLeaveOutWhatThePlatformCannotTell() {
        cpu = OptionalDouble.empty();

        assertThat(measure().load().cpu()).isNull();
    }

    @Test
    void shouldTellOfItsConnections() {
        roundTrip = Optional.of(Duration.ofMillis(7));
        workLink = false;

        var telemetry = measure();

        assertThat(telemetry.brokerRoundTrip()).isEqualTo(Duration.ofMillis(7));
        assertThat(telemetry.workLink()).isFalse();
    }

    @Test
    void shouldNotTellOfARoundTripLongerThanTelemetryKnows() {
        roundTrip = Optional.of(Duration.ofDays(1));

        assertThat(measure().brokerRoundTrip()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT1H0.001S"})
    void shouldRefuseAPeriodThatMakesNoSense(String period) {
        assertThatThrownBy(() -> publisher(Duration.parse(period)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the period of telemetry");
    }

    private Telemetry measure() {
        publisher.connected();
        background.runNext();
        return Telemetry.read("telemetry", last().payload());
    }

    private OutboundMessage last() {
        return egress.sent().getLast();
    }

    private TelemetryPublisher publisher(Duration period) {
        var gauges = new Gauges(
                World.CLOCK, () -> 6, slots, QUEUE_LIMIT, MODELS, serving, () -> cpu, () -> roundTrip, () -> workLink);
        return new TelemetryPublisher(gauges, egress.guard(), period, new Random(5), background);
    }
}
