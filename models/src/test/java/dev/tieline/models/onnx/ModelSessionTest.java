package dev.tieline.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.tieline.models.Artifact;
import dev.tieline.models.DataType;
import dev.tieline.models.Digest;
import dev.tieline.models.GoldenSample;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.TestManifests;
import dev.tieline.models.infer.InferenceError.ExecutionFailed;
import dev.tieline.models.infer.InferenceError.ModelNotReady;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSessionTest {
    private static final Shape ROW = Shape.of(1, 16);

    @Test
    void shouldAddAndSubtract() {
        try (var session = TestModels.open(TestModels.simple())) {
            var outputs = session.run(inputs(5, 3), List.of());

            assertThat(outputs).extracting(Tensor::name).containsExactly("OUTPUT0", "OUTPUT1");
            assertThat(outputs.get(0).ints()).containsOnly(8);
            assertThat(outputs.get(1).ints()).containsOnly(2);
            assertThat(outputs.get(0).shape()).isEqualTo(ROW);
        }
    }

    @Test
    void shouldRunABatchAndAnEmptyBatch() {
        try (var session = TestModels.open(TestModels.simple())) {
            var batch = Tensor.ofInts(
                    "INPUT0", Shape.of(2, 16), IntStream.range(0, 32).toArray());
            var empty = Tensor.ofInts("INPUT0", Shape.of(0, 16));

            assertThat(session.run(List.of(batch, batch.withName("INPUT1")), List.of("OUTPUT0"))
                            .getFirst()
                            .ints())
                    .startsWith(0, 2, 4)
                    .endsWith(62);
            assertThat(session.run(List.of(empty, empty.withName("INPUT1")), List.of())
                            .getFirst()
                            .shape())
                    .isEqualTo(Shape.of(0, 16));
        }
    }

    @Test
    void shouldGiveOnlyTheOutputsAskedForInTheOrderAskedFor() {
        try (var session = TestModels.open(TestModels.simple())) {
            assertThat(session.run(inputs(1, 1), List.of("OUTPUT1")))
                    .extracting(Tensor::name)
                    .containsExactly("OUTPUT1");
            assertThat(session.run(inputs(1, 1), List.of("OUTPUT1", "OUTPUT0")))
                    .extracting(Tensor::name)
                    .containsExactly("OUTPUT1", "OUTPUT0");
        }
    }

    @Test
    void shouldTellHowLongThePartsOfARunTook() {
        var readings = new AtomicLong();
        var parts = new RunParts(() -> 1L << readings.getAndIncrement());
        try (var session = TestModels.open(TestModels.simple())) {
            var unused = session.run(inputs(1, 1), List.of(), new RunStop(), parts);
        }

        assertThat(readings.get()).isEqualTo(4);
        assertThat(parts.begunNanos()).isEqualTo(1);
        assertThat(parts.inputNanos()).isEqualTo(1);
        assertThat(parts.inferNanos()).isEqualTo(2);
        assertThat(parts.outputNanos()).isEqualTo(4);
        assertThat(parts.nanos()).isEqualTo(7);
    }

    @Test
    void shouldTellOfNoPartThatWasNotReached() {
        var readings = new AtomicLong();
        var parts = new RunParts(() -> 1L << readings.getAndIncrement());
        var session = TestModels.open(TestModels.simple());
        session.close();

        assertThatThrownBy(() -> session.run(inputs(1, 1), List.of(), new RunStop(), parts))
                .isInstanceOf(InferenceException.class);

        assertThat(parts.begunNanos()).isEqualTo(1);
        assertThat(parts.nanos()).isZero();
        assertThat(parts.inferNanos()).isZero();
    }

    @Test
    void shouldKeepOutputsBeyondTheSession() {
        var session = TestModels.open(TestModels.simple());
        var first = session.run(inputs(1, 2), List.of());
        session.run(inputs(100, 200), List.of());

        session.close();

        assertThat(first.getFirst().ints()).containsOnly(3);
    }

    @Test
    void shouldPassTheGoldenSamplesOfTheSampleModels() throws Exception {
        var voice = TestModels.voice();
        if (voice.isEmpty()) {
            System.out.println("ModelSessionTest: there is no npm here, so the voice model is not checked.");
        }
        for (var manifest : java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(TestModels.simple(), TestModels.minilm()), voice.stream())
                .toList()) {
            try (var session = TestModels.open(manifest)) {
                assertThatCode(session::checkGoldenSample)
                        .as("%s", manifest.ref())
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void shouldRefuseAModelThatMissesItsGoldenSample() {
        var simple = TestModels.simple();
        var golden = simple.golden();
        var wrong = TestManifests.withGolden(
                simple,
                new GoldenSample(
                        golden.inputs(),
                        List.of(new GoldenSample.Values("OUTPUT1", ROW, List.of(-1.0, 0.0, 99.0))),
                        0.5));

        try (var session = TestModels.open(wrong)) {
            assertThatThrownBy(session::checkGoldenSample)
                    .isInstanceOf(ModelLoadException.class)
                    .hasMessage("the model simple@1 cannot be used: its golden sample gave 1.0 as element 2 of"
                            + " 'OUTPUT1', and 99.0 within 0.5 was expected");
        }
    }

    @Test
    void shouldRefuseAGoldenSampleWithAnotherShape() {
        var simple = TestModels.simple();
        var wrong = TestManifests.withGolden(
                simple,
                new GoldenSample(
                        simple.golden().inputs(),
                        List.of(new GoldenSample.Values("OUTPUT1", Shape.of(2, 16), List.of(-1.0))),
                        0));

        try (var session = TestModels.open(wrong)) {
            assertThatThrownBy(session::checkGoldenSample)
                    .hasMessageContaining("with the shape [1,16], and [2,16] was expected");
        }
    }

    @Test
    void shouldRefuseAFileThatWasChanged(@TempDir Path folder) throws IOException {
        var simple = TestModels.simple();
        var bytes = Files.readAllBytes(TestModels.file(simple));
        bytes[100]++;
        var file = Files.write(folder.resolve("simple.onnx"), bytes);

        assertThatThrownBy(() -> ModelSession.open(simple, file, SessionSettings.DEFAULT))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageStartingWith("the model simple@1 cannot be used: the bytes of simple.onnx in " + file)
                .hasMessageContaining(simple.model().digest().toString());
    }

    @Test
    void shouldRefuseAFileThatIsNoModel(@TempDir Path folder) throws IOException {
        var bytes = "this is no model at all".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var file = Files.write(folder.resolve("x.onnx"), bytes);
        var manifest = TestManifests.withModel(
                TestManifests.simple(), new Artifact("x.onnx", Digest.ofBytes(bytes), bytes.length));

        assertThatThrownBy(() -> ModelSession.open(manifest, file, SessionSettings.DEFAULT))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageStartingWith("the model simple@1 cannot be used: ONNX Runtime refused it: ");
    }

    @Test
    void shouldRefuseACardThatDeclaresOtherOutputs() {
        var simple = TestModels.simple();
        var output = new TensorSpec("OUTPUT0", DataType.INT32, Shape.of(-1, 16), 0);
        var second = new TensorSpec("OUTPUT1", DataType.INT32, Shape.of(-1, 16), 0);

        refuses(
                TestManifests.withOutputs(simple, List.of(output, second, new TensorSpec("Z", DataType.INT32, ROW))),
                "its card declares the output 'Z', and the file has the outputs [OUTPUT0, OUTPUT1]");
        refuses(
                TestManifests.withOutputs(
                        simple, List.of(new TensorSpec("OUTPUT0", DataType.FP32, Shape.of(-1, 16)), second)),
                "its card declares the output 'OUTPUT0' with the type FP32, and in the file it has INT32");
        refuses(
                TestManifests.withOutputs(
                        simple, List.of(new TensorSpec("OUTPUT0", DataType.INT32, Shape.of(-1, -1)), second)),
                "its card declares the output 'OUTPUT0' with the shape [-1,-1], and in the file it has [-1,16]");
    }

    @Test
    void shouldRefuseACardThatLeavesOutAnOutput() {
        var simple = TestModels.simple();
        var golden = new GoldenSample(
                simple.golden().inputs(), List.of(simple.golden().outputs().getFirst()), 0);

        refuses(
                TestManifests.withOutputs(
                        TestManifests.withGolden(simple, golden),
                        List.of(simple.outputs().getFirst())),
                "its file has the output 'OUTPUT1', which its card does not declare");
    }

    @Test
    void shouldTakeACardThatNarrowsAShape() {
        var simple = TestModels.simple();
        var narrow = TestManifests.withOutputs(
                simple,
                List.of(
                        new TensorSpec("OUTPUT0", DataType.INT32, ROW),
                        new TensorSpec("OUTPUT1", DataType.INT32, ROW)));

        assertThatCode(() -> TestModels.open(narrow).close()).doesNotThrowAnyException();
    }

    @Test
    void shouldSayThatARunFailed() {
        try (var session = TestModels.open(TestModels.simple())) {
            var wrong = List.of(
                    Tensor.ofInts("INPUT0", Shape.of(1, 4), 1, 2, 3, 4), Tensor.ofInts("INPUT1", ROW, new int[16]));

            assertThatThrownBy(() -> session.run(wrong, List.of()))
                    .isInstanceOfSatisfying(
                            InferenceException.class, e -> assertThat(e.error()).isInstanceOf(ExecutionFailed.class))
                    .hasMessage("the model simple@1 failed")
                    .hasCauseInstanceOf(OrtException.class);
            assertThat(session.run(inputs(1, 1), List.of()))
                    .as("after a failed run")
                    .hasSize(2);
        }
    }

    @Test
    void shouldRunForManyAtOnce() throws Exception {
        try (var session = TestModels.open(TestModels.simple());
                var threads = Executors.newFixedThreadPool(8)) {
            var runs = new ArrayList<Future<int[]>>();
            for (var i = 0; i < 2000; i++) {
                var left = i;
                runs.add(threads.submit(() -> session.run(inputs(left, 7), List.of("OUTPUT0"))
                        .getFirst()
                        .ints()));
            }
            for (var i = 0; i < runs.size(); i++) {
                assertThat(runs.get(i).get()).containsOnly(i + 7);
            }
        }
    }

    @Test
    void shouldFinishRunningCallsBeforeItClosesAndRefuseLaterOnes() throws Exception {
        var manifest = TestModels.minilm();
        var session = TestModels.open(manifest);
        var golden = new GoldenCheck(manifest);
        var started = new CountDownLatch(4);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var runs = new ArrayList<Future<Integer>>();
            for (var i = 0; i < 4; i++) {
                runs.add(threads.submit(() -> runUntilClosed(session, golden, started)));
            }
            started.await();

            session.close();

            for (var run : runs) {
                assertThat(run.get()).isPositive();
            }
        }
        assertThatThrownBy(() -> session.run(golden.inputs(), List.of()))
                .hasMessage("the model 'minilm@1' is not ready: its session is closed");
        assertThatCode(session::close).doesNotThrowAnyException();
    }

    private static int runUntilClosed(ModelSession session, GoldenCheck golden, CountDownLatch started) {
        var count = 0;
        while (true) {
            try {
                golden.check(session.run(golden.inputs(), List.of()));
                if (count++ == 0) {
                    started.countDown();
                }
            } catch (InferenceException e) {
                assertThat(e.error()).isInstanceOf(ModelNotReady.class);
                return count;
            }
        }
    }

    private static void refuses(ModelManifest manifest, String problem) {
        assertThatThrownBy(() -> TestModels.open(manifest))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("the model simple@1 cannot be used: " + problem);
    }

    private static List<Tensor> inputs(int left, int right) {
        return List.of(row("INPUT0", left), row("INPUT1", right));
    }

    private static Tensor row(String name, int value) {
        var values = new int[16];
        java.util.Arrays.fill(values, value);
        return Tensor.ofInts(name, ROW, values);
    }
}
