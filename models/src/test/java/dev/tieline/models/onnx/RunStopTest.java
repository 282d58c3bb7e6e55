package dev.tieline.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.generated.EndlessModel;
import dev.tieline.models.infer.InferenceError.ModelNotReady;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.Tensor;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStopTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path folder;

    private ModelSession session;

    @BeforeEach
    void open() {
        session = ModelSession.open(EndlessModel.manifest(), EndlessModel.file(folder), SessionSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        threads.shutdown();
        session.close();
    }

    @Test
    void shouldRunToItsEndWhatNobodyStops() {
        var doubled = session.run(EndlessModel.inputs(10), List.of(), new RunStop());

        assertThat(number(doubled)).isEqualTo(1_024);
    }

    @Test
    void shouldEndARunThatGoesOn() throws Exception {
        var stop = new RunStop();
        var run = endless(stop);

        stop.stop();

        assertStopped(run);
    }

    @Test
    void shouldNotBeginARunThatWasStoppedBefore() {
        var stop = new RunStop();
        stop.stop();

        assertThatThrownBy(() -> session.run(EndlessModel.inputs(EndlessModel.FOR_EVER), List.of(), stop))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isEqualTo(new ModelNotReady("test@1", "its run was stopped")));
    }

    @Test
    void shouldDoNothingToARunThatHasEndedNorToTheNextOne() {
        var stop = new RunStop();
        session.run(EndlessModel.inputs(1), List.of(), stop);

        stop.stop();

        assertThat(number(session.run(EndlessModel.inputs(3), List.of()))).isEqualTo(8);
    }

    @Test
    void shouldEndOneRunAndLeaveTheOthers() throws Exception {
        var stop = new RunStop();
        var otherStop = new RunStop();
        var run = endless(stop);
        var other = endless(otherStop);

        stop.stop();

        assertStopped(run);
        assertThat(other.isDone()).isFalse();
        otherStop.stop();
        assertStopped(other);
    }

    /** Stops that meet the beginning, the middle and the end of runs: none may touch what is freed. */
    @Test
    void shouldBeSafeWheneverItComes() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var stop = new RunStop();
            var rounds = random.nextInt(200);
            var meet = new CountDownLatch(1);
            var stopping = threads.submit(() -> {
                meet.await();
                stop.stop();
                return 0;
            });
            meet.countDown();
            try {
                session.run(EndlessModel.inputs(rounds), List.of(), stop);
            } catch (InferenceException e) {
                assertThat(e.error()).as("round " + i + " of seed 7").isInstanceOf(ModelNotReady.class);
            }
            stopping.get(60, TimeUnit.SECONDS);
        }

        assertThat(number(session.run(EndlessModel.inputs(3), List.of()))).isEqualTo(8);
    }

    private Future<List<Tensor>> endless(RunStop stop) throws InterruptedException {
        var begun = new CountDownLatch(1);
        var run = threads.submit(() -> {
            begun.countDown();
            return session.run(EndlessModel.inputs(EndlessModel.FOR_EVER), List.of(), stop);
        });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        return run;
    }

    private static void assertStopped(Future<?> run) {
        assertThatThrownBy(() -> run.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(InferenceException.class)
                .hasMessageContaining("its run was stopped");
    }

    private static long number(List<Tensor> outputs) {
        return outputs.getFirst().data().order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }
}
