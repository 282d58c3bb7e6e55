package dev.tieline.edge.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.World;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.models.ModelName;
import dev.tieline.models.generated.EndlessModel;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.SessionSettings;
import dev.tieline.policy.DataLabel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a real model that ends only when it is stopped. */
class LocalServingTest {
    private final RunSlots slots = new RunSlots(1, 1);
    private final LocalServing serving = World.serving(System::nanoTime);

    @TempDir
    Path folder;

    private ModelSession session;

    @BeforeEach
    void open() {
        session = ModelSession.open(EndlessModel.manifest(), EndlessModel.file(folder), SessionSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        slots.close();
        session.close();
    }

    @Test
    void shouldLearnHowLongAModelRuns() {
        assertThat(serving.planned(session, in(60)).expected()).isNull();

        serve(call(3, in(60)));

        assertThat(serving.planned(session, in(60)).expected()).isPositive();
    }

    @Test
    void shouldStopARunWhoseDeadlinePassed() {
        var late = call(EndlessModel.FOR_EVER, Deadline.after(System::nanoTime, Duration.ofMillis(50)));

        assertThatThrownBy(() -> serve(late))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.DeadlineExceeded.class));
        Eventually.until("the slot is free", () -> slots.running() == 0);
        assertThat(serving.planned(session, in(60)).expected())
                .as("it takes at least the time that it had")
                .isPositive();
        serve(call(3, in(60)));
    }

    @Test
    void shouldStopARunWhoseCallerWasInterrupted() throws Exception {
        var ended = new CompletableFuture<Throwable>();
        var caller = caller(ended);
        Eventually.until("the model runs", () -> slots.running() == 1);

        caller.interrupt();

        assertCancelled(ended);
        Eventually.until("the slot is free", () -> slots.running() == 0);
        serve(call(3, in(60)));
    }

    @Test
    void shouldTakeACallOutOfTheQueueWhoseCallerWasInterrupted() throws Exception {
        var first = new CompletableFuture<Throwable>();
        var second = new CompletableFuture<Throwable>();
        var running = caller(first);
        Eventually.until("the model runs", () -> slots.running() == 1);
        var waiting = caller(second);
        Eventually.until("a call waits", () -> slots.queued() == 1);

        waiting.interrupt();

        assertCancelled(second);
        assertThat(slots.queued()).isZero();
        assertThat(first.isDone()).isFalse();
        running.interrupt();
        assertCancelled(first);
    }

    @Test
    void shouldEndACallThatComesAfterTheSlotsWereClosed() {
        var place = slots.reserve().orElseThrow();
        slots.close();

        assertThatThrownBy(() -> serving.serve(call(1, in(60)), session, place))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error())
                                .isEqualTo(new InferenceError.ModelNotReady("test", "the node is shutting down")));
    }

    private Thread caller(CompletableFuture<Throwable> ended) {
        return Thread.startVirtualThread(() -> {
            try {
                serve(call(EndlessModel.FOR_EVER, in(600)));
            } catch (InferenceException e) {
                ended.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("no interrupt", e));
            }
        });
    }

    private static void assertCancelled(CompletableFuture<Throwable> ended) throws Exception {
        assertThat(ended.get(60, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error())
                                .isEqualTo(new InferenceError.ModelNotReady("test", "the node is shutting down")));
    }

    private void serve(InferenceCall call) {
        try (var place = slots.reserve().orElseThrow()) {
            serving.serve(call, session, place);
        }
    }

    private static InferenceCall call(long rounds, Deadline deadline) {
        var request = new InferenceRequest(
                ModelName.of("test"), null, "r1", Map.of(), EndlessModel.inputs(rounds), List.of());
        return new InferenceCall("0123456789abcdef0123456789abcdef", request, DataLabel.PUBLIC, null, deadline, null);
    }

    private static Deadline in(int seconds) {
        return Deadline.after(System::nanoTime, Duration.ofSeconds(seconds));
    }
}
