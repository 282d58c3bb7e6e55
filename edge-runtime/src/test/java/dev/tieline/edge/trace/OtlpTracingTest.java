package dev.tieline.edge.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tieline.devices.testing.OtlpCollector;
import dev.tieline.devices.testing.OtlpCollector.Seen;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.World;
import dev.tieline.edge.trace.Tracing.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpTracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String RECORDED = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String NOT_RECORDED = "00-" + TRACE + "-b7ad6b7169203331-00";

    private final OtlpCollector collector = new OtlpCollector();
    private final FakeTicker ticker = new FakeTicker();

    @AfterEach
    void close() {
        collector.close();
    }

    @Test
    void shouldGoOnWithTheTraceThatCame() {
        try (var tracing = tracing(1)) {
            tracing.begin(Kind.SERVER, "infer simple", RECORDED, ticker.nanos())
                    .with("tieline.route", "local")
                    .end(ticker.nanos());
        }

        assertThat(collector.spans()).singleElement().satisfies(span -> {
            assertThat(span.process()).isEqualTo("clinic-berlin/gw-1");
            assertThat(span.trace()).isEqualTo(TRACE);
            assertThat(span.parent()).isEqualTo("b7ad6b7169203331");
            assertThat(span.name()).isEqualTo("infer simple");
            assertThat(span.kind()).isEqualTo(2);
            assertThat(span.attributes()).containsEntry("tieline.route", "local");
        });
    }

    @Test
    void shouldPutWhatComesNextUnderTheSpan() {
        String next;
        try (var tracing = tracing(1)) {
            var above = tracing.begin(Kind.PRODUCER, "offload simple", null, ticker.nanos());
            next = Objects.requireNonNull(above.traceparent());
            tracing.begin(Kind.CONSUMER, "work simple", next, ticker.nanos()).end(ticker.nanos());
            above.end(ticker.nanos());
        }

        assertThat(WorkHeaders.isTraceparent(next)).isTrue();
        var above = named("offload simple");
        var below = named("work simple");
        assertThat(above.parent()).isEmpty();
        assertThat(below.parent()).isEqualTo(above.id());
        assertThat(below.trace()).isEqualTo(above.trace());
        assertThat(next).isEqualTo("00-" + above.trace() + "-" + above.id() + "-01");
    }

    @Test
    void shouldCountTimeOnTheClockOfTheNode() {
        ticker.advance(Duration.ofSeconds(10));
        try (var tracing = tracing(1)) {
            tracing.part("queue", RECORDED, ticker.nanos() - 5_000_000, ticker.nanos() - 2_000_000);
        }

        long now = TimeUnit.MILLISECONDS.toNanos(World.CLOCK.millis());
        assertThat(named("queue").startNanos()).isEqualTo(now - 5_000_000);
        assertThat(named("queue").endNanos()).isEqualTo(now - 2_000_000);
    }

    @Test
    void shouldNotMindThatTheWallClockIsSetWhileAStepGoesOn() {
        var wall = new AtomicReference<>(World.CLOCK.instant());
        try (var tracing = new OtlpTracing(collector.uri(), 1, Map.of(), ticker, wall::get)) {
            var step = tracing.begin(Kind.SERVER, "infer simple", RECORDED, ticker.nanos());
            wall.updateAndGet(now -> now.minusSeconds(3_600));
            step.end(ticker.nanos() + 4_000_000);
        }

        var step = named("infer simple");
        assertThat(step.endNanos() - step.startNanos()).isEqualTo(4_000_000);
    }

    @Test
    void shouldSayOfAFailureItsCode() {
        try (var tracing = tracing(1)) {
            tracing.begin(Kind.SERVER, "infer simple", null, 0)
                    .failed("overloaded")
                    .end(1);
        }

        assertThat(named("infer simple").attributes()).containsEntry("tieline.code", "overloaded");
    }

    @Test
    void shouldNotRecordWhatTheCallerDoesNotRecordAndStillGoOnWithIt() {
        String next;
        try (var tracing = tracing(1)) {
            var span = tracing.begin(Kind.SERVER, "infer simple", NOT_RECORDED, 0);
            next = Objects.requireNonNull(span.traceparent());
            span.end(1);
        }

        assertThat(collector.spans()).isEmpty();
        assertThat(next).startsWith("00-" + TRACE + "-").endsWith("-00");
    }

    @Test
    void shouldRecordNoTraceThatBeginsHereWhereTheRatioIsNothing() {
        try (var tracing = tracing(0)) {
            tracing.begin(Kind.SERVER, "infer simple", null, 0).end(1);
        }

        assertThat(collector.spans()).isEmpty();
    }

    @Test
    void shouldNotMindACollectorThatIsNotThere() {
        var tracing = new OtlpTracing(URI.create("http://127.0.0.1:1"), 1, Map.of(), ticker, World.CLOCK);

        assertThatCode(() -> {
                    tracing.begin(Kind.SERVER, "infer simple", null, 0).end(1);
                    tracing.close();
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "http://c:4318, http://c:4318/v1/traces",
        "http://c:4318/, http://c:4318/v1/traces",
        "https://c/otlp/v1/traces, https://c/otlp/v1/traces",
    })
    void shouldAddThePathOfTheProtocolWhereThereIsNone(String given, String used) {
        assertThat(OtlpTracing.endpoint(URI.create(given))).isEqualTo(used);
    }

    private OtlpTracing tracing(double ratio) {
        return new OtlpTracing(
                collector.uri(), ratio, Map.of("service.instance.id", "clinic-berlin/gw-1"), ticker, World.CLOCK);
    }

    private Seen named(String name) {
        List<Seen> found = collector.spans().stream()
                .filter(span -> span.name().equals(name))
                .toList();
        assertThat(found).as("spans %s among %s", name, collector.spans()).hasSize(1);
        return found.getFirst();
    }
}
