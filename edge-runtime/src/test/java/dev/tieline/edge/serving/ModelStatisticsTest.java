package dev.tieline.edge.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.Calls;
import dev.tieline.edge.Cards;
import dev.tieline.edge.RunClock;
import dev.tieline.edge.World;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.serving.ModelStatistics.Measured;
import dev.tieline.edge.trace.RecordedSpans;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.policy.DataLabel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStatisticsTest {
    private static final Duration RUN = Duration.ofMillis(7);
    private static final ModelRef SIMPLE = ModelRef.of("simple@1");

    private final RunSlots slots = new RunSlots(1, 4);

    @TempDir
    Path folder;

    private ModelSession session;

    @BeforeEach
    void open() {
        session = Cards.open(Cards.simple("simple@1"), folder);
    }

    @AfterEach
    void close() {
        slots.close();
        session.close();
    }

    @Test
    void shouldKnowNothingOfAModelThatNeverRan() {
        var statistics = World.serving(System::nanoTime).statistics();

        assertThat(statistics.of(SIMPLE)).isEmpty();
        assertThat(statistics.all()).isEmpty();
        assertThat(statistics.waiting(SIMPLE)).isZero();
    }

    @Test
    void shouldCountWhatWasAnswered() {
        var serving = World.serving(new RunClock(RUN));

        serve(serving, Calls.simple(DataLabel.PUBLIC));
        serve(serving, Calls.simple(DataLabel.PUBLIC));

        var counted = serving.statistics().of(SIMPLE).orElseThrow();
        assertThat(counted.inferenceCount()).isEqualTo(2);
        assertThat(counted.executionCount()).isEqualTo(2);
        assertThat(counted.lastInferenceMillis()).isEqualTo(World.CLOCK.millis());
        assertThat(counted.fail()).isEqualTo(new Measured(0, 0));
        assertThat(serving.statistics().all()).containsOnlyKeys(SIMPLE);
        assertThat(serving.statistics().waiting(SIMPLE)).isZero();
    }

    @Test
    void shouldSayWhereTheTimeWent() {
        var serving = World.serving(new RunClock(RUN));

        serve(serving, Calls.simple(DataLabel.PUBLIC));

        var counted = serving.statistics().of(SIMPLE).orElseThrow();
        assertThat(counted.computeInfer()).isEqualTo(new Measured(1, RUN.toNanos()));
        assertThat(counted.computeInput()).isEqualTo(new Measured(1, 0));
        assertThat(counted.computeOutput()).isEqualTo(new Measured(1, 0));
        assertThat(counted.queue()).isEqualTo(new Measured(1, 0));
        assertThat(counted.success()).isEqualTo(new Measured(1, RUN.toNanos()));
    }

    @Test
    void shouldHavePartsThatAreNoMoreThanTheWhole() {
        var serving = World.serving(System::nanoTime);

        for (int i = 0; i < 50; i++) {
            serve(serving, Calls.simple(DataLabel.PUBLIC));
        }

        var counted = serving.statistics().of(SIMPLE).orElseThrow();
        var parts = List.of(counted.queue(), counted.computeInput(), counted.computeInfer(), counted.computeOutput());
        assertThat(parts).allSatisfy(part -> {
            assertThat(part.count()).isEqualTo(50);
            assertThat(part.nanos()).isPositive();
        });
        assertThat(parts.stream().mapToLong(Measured::nanos).sum())
                .isLessThanOrEqualTo(counted.success().nanos());
    }

    @Test
    void shouldCountAFailureOfWhatWaitedTooLong() {
        Ticker ticker = System::nanoTime;
        var serving = World.serving(ticker);
        var started = new CountDownLatch(1);
        var busy = new CountDownLatch(1);
        var first = slots.reserve().orElseThrow();
        var running = Thread.startVirtualThread(() -> first.run(in(60), () -> {
            started.countDown();
            busy.await();
            return true;
        }));
        Eventually.until("the run has begun", () -> started.getCount() == 0);

        assertThatThrownBy(() ->
                        serve(serving, Calls.simple(DataLabel.PUBLIC, Deadline.after(ticker, Duration.ofMillis(20)))))
                .isInstanceOf(InferenceException.class);

        busy.countDown();
        Eventually.until("the run has ended", () -> !running.isAlive());
        var counted = serving.statistics().of(SIMPLE).orElseThrow();
        assertThat(counted.fail().count()).isEqualTo(1);
        assertThat(counted.fail().nanos()).isPositive();
        assertThat(counted.inferenceCount()).isZero();
        assertThat(counted.lastInferenceMillis()).isZero();
        assertThat(serving.statistics().waiting(SIMPLE)).isZero();
    }

    @Test
    void shouldCountWhatWaits() {
        var serving = World.serving(System::nanoTime);
        var started = new CountDownLatch(1);
        var busy = new CountDownLatch(1);
        var first = slots.reserve().orElseThrow();
        Thread.startVirtualThread(() -> first.run(in(60), () -> {
            started.countDown();
            busy.await();
            return true;
        }));
        Eventually.until("the run has begun", () -> started.getCount() == 0);
        var waiting = Thread.startVirtualThread(() -> serve(serving, Calls.simple(DataLabel.PUBLIC, in(60))));

        Eventually.until("one waits", () -> serving.statistics().waiting(SIMPLE) == 1);

        busy.countDown();
        Eventually.until("it is served", () -> !waiting.isAlive());
        assertThat(serving.statistics().waiting(SIMPLE)).isZero();
    }

    @Test
    void shouldNotCountWhatDoesNotFitTheModel() {
        var serving = World.serving(System::nanoTime);
        var empty = new InferenceRequest(ModelName.of("simple"), null, "r1", Map.of(), List.of(), List.of());
        var call = new InferenceCall("0123456789abcdef0123456789abcdef", empty, DataLabel.PUBLIC, null, in(60), null);

        assertThatThrownBy(() -> serve(serving, call)).isInstanceOf(InferenceException.class);

        assertThat(serving.statistics().of(SIMPLE)).isEmpty();
    }

    @Test
    void shouldForgetTheModelThatRanLongestAgo() {
        var statistics = new ModelStatistics(World.CLOCK);

        for (int i = 0; i < ModelStatistics.REMEMBERED + 10; i++) {
            fail(statistics, ModelRef.of("model-" + i + "@1"));
        }

        assertThat(statistics.all()).hasSize(ModelStatistics.REMEMBERED);
    }

    @Test
    void shouldNotForgetAModelThatIsBeingAsked() {
        var statistics = new ModelStatistics(World.CLOCK);
        var waits = ModelRef.of("a-waits@1");
        var runs = ModelRef.of("a-runs@1");
        statistics.queued(waits);
        statistics.queued(runs);
        statistics.begun(runs);

        for (int i = 0; i < ModelStatistics.REMEMBERED + 10; i++) {
            fail(statistics, ModelRef.of("model-" + i + "@1"));
        }

        assertThat(statistics.waiting(waits)).isEqualTo(1);
        statistics.failed(runs, 1);
        assertThat(statistics.of(runs).orElseThrow().fail()).isEqualTo(new Measured(1, 1));
        assertThat(statistics.all()).hasSize(ModelStatistics.REMEMBERED);
    }

    private static void fail(ModelStatistics statistics, ModelRef model) {
        statistics.queued(model);
        statistics.begun(model);
        statistics.failed(model, 1);
    }

    @Test
    void shouldTraceTheWaitAndTheRunUnderTheCall() {
        var tracing = new RecordedSpans();
        var serving = new LocalServing(new RunClock(RUN), World.CLOCK, tracing);
        var traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        serve(serving, Calls.simple(DataLabel.PUBLIC).under(traceparent));
        serve(serving, Calls.simple(DataLabel.PUBLIC));

        assertThat(tracing.names()).containsExactly("queue", "run");
        assertThat(tracing.named("run").parent()).isEqualTo(traceparent);
        assertThat(tracing.named("run").toNanos() - tracing.named("run").fromNanos())
                .isEqualTo(RUN.toNanos());
        assertThat(tracing.named("queue").toNanos())
                .isEqualTo(tracing.named("run").fromNanos());
    }

    private void serve(LocalServing serving, InferenceCall call) {
        try (var place = slots.reserve().orElseThrow()) {
            var unused = serving.serve(call, session, place);
        }
    }

    private static Deadline in(int seconds) {
        return Deadline.after(System::nanoTime, Duration.ofSeconds(seconds));
    }
}
