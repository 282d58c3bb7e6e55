package dev.tieline.models.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.infer.InferenceError.ExecutionFailed;
import dev.tieline.models.infer.InferenceError.ModelNotReady;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.store.ArtifactFile;
import dev.tieline.models.store.ModelStoreException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.Collectors;

/**
 * A model in memory, ready to run. Thread-safe: any number of runs may go on at once, each on the thread of its caller,
 * which native code holds for as long as the run takes.
 */
public final class ModelSession implements AutoCloseable {
    private final ModelManifest manifest;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final UnsignedInputs unsigned;
    private final BufferPool pool;
    private final Set<String> allOutputs;
    /** Read-locked by runs, write-locked by close. */
    private final StampedLock use = new StampedLock();

    private volatile boolean closed;
    /** Guarded by the write lock. */
    private boolean freed;

    private ModelSession(
            ModelManifest manifest,
            OrtEnvironment environment,
            OrtSession session,
            UnsignedInputs unsigned,
            SessionSettings settings) {
        this.manifest = manifest;
        this.environment = environment;
        this.session = session;
        this.unsigned = unsigned;
        this.pool = new BufferPool(settings.pooledBytes());
        this.allOutputs = manifest.outputs().stream()
                .map(output -> output.name())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Loads a model. The bytes of the file are checked against the manifest's digest, the loaded model's inputs and
     * outputs against its tensors.
     *
     * @throws ModelLoadException if the file is not the declared one, is not a model, or has other inputs or outputs
     */
    public static ModelSession open(ModelManifest manifest, Path model, SessionSettings settings) {
        try {
            var bytes = ArtifactFile.read(manifest.model(), model);
            var environment = OrtEnvironment.getEnvironment();
            try (var options = options(settings)) {
                var session = environment.createSession(bytes, options);
                try {
                    new SignatureCheck(manifest).check(session);
                    var unsigned = UnsignedInputs.of(manifest, environment, options);
                    return new ModelSession(manifest, environment, session, unsigned, settings);
                } catch (OrtException | RuntimeException e) {
                    session.close();
                    throw e;
                }
            }
        } catch (ModelStoreException e) {
            throw new ModelLoadException(manifest.ref(), String.valueOf(e.getMessage()), e);
        } catch (OrtException | IllegalArgumentException e) {
            throw new ModelLoadException(manifest.ref(), "ONNX Runtime refused it: " + e.getMessage(), e);
        }
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /** Runs the model once, to its end. @throws InferenceException as {@link #run(List, List, RunStop, RunParts)} does */
    public List<Tensor> run(List<Tensor> inputs, List<String> outputNames) {
        return run(inputs, outputNames, new RunStop());
    }

    /** Runs the model once, without measuring it. @throws InferenceException as the other does */
    public List<Tensor> run(List<Tensor> inputs, List<String> outputNames, RunStop stop) {
        return run(inputs, outputNames, stop, new RunParts(() -> 0));
    }

    /**
     * Runs the model once.
     *
     * @param inputs all inputs of the model; see {@code RequestValidator} for a check that says what is wrong with them
     * @param outputNames the outputs that are wanted, in the order wanted; empty for all in the manifest's order
     * @param stop by which another thread can end this run, and no other one
     * @param parts is told how long each part of it took
     * @return copies of the outputs, free of native memory
     * @throws InferenceException with ExecutionFailed if the model fails, InvalidRequest if it cannot take the inputs, or
     *     ModelNotReady if this session is closed or the run was stopped
     */
    public List<Tensor> run(List<Tensor> inputs, List<String> outputNames, RunStop stop, RunParts parts) {
        parts.begin();
        var stamp = use.readLock();
        try {
            if (closed) {
                throw notReady("its session is closed");
            }
            var wanted = outputNames.isEmpty() ? allOutputs : new LinkedHashSet<>(outputNames);
            try (var options = runOptions();
                    var run = RunInputs.of(environment, pool, unsigned, inputs)) {
                parts.inputsMade();
                return run(run, wanted, options, stop, parts);
            }
        } catch (OrtException | IllegalArgumentException | IllegalStateException e) {
            if (stop.stopped()) {
                throw notReady("its run was stopped");
            }
            // ONNX Runtime's words may name files and nodes of the model: they are the operator's, not the caller's.
            throw new InferenceException(new ExecutionFailed("the model " + manifest.ref() + " failed"), e);
        } finally {
            use.unlockRead(stamp);
        }
    }

    private List<Tensor> run(
            RunInputs inputs, Set<String> wanted, OrtSession.RunOptions options, RunStop stop, RunParts parts)
            throws OrtException {
        stop.begin(options);
        try (var result = session.run(inputs.tensors(), wanted, options)) {
            parts.ran();
            var outputs = RunOutputs.copy(result);
            parts.outputsRead();
            return outputs;
        } finally {
            stop.end();
        }
    }

    private InferenceException notReady(String reason) {
        return new ModelNotReady(manifest.ref().toString(), reason).asException();
    }

    /**
     * Runs the manifest's golden sample.
     *
     * @throws ModelLoadException if the model fails or answers otherwise than the sample says
     */
    public void checkGoldenSample() {
        var golden = new GoldenCheck(manifest);
        List<Tensor> outputs;
        try {
            outputs = run(golden.inputs(), List.of());
        } catch (InferenceException e) {
            throw new ModelLoadException(manifest.ref(), "its golden sample cannot be run: " + e.getMessage(), e);
        }
        golden.check(outputs);
    }

    /** Waits for the runs that go on, refuses further ones, and frees the model's memory. Closing again does nothing. */
    @Override
    public void close() {
        closed = true; // before the lock, which a stream of new runs would keep for ever
        var stamp = use.writeLock();
        try {
            if (!freed) {
                freed = true;
                try {
                    unsigned.close();
                } finally {
                    session.close();
                }
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the session of the model " + manifest.ref() + " does not close", e);
        } finally {
            use.unlockWrite(stamp);
        }
    }

    /** What fails is thrown with its reason, so ONNX Runtime need not log it too: a run that was stopped is no error. */
    private static OrtSession.RunOptions runOptions() throws OrtException {
        var options = new OrtSession.RunOptions();
        options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        return options;
    }

    private static OrtSession.SessionOptions options(SessionSettings settings) throws OrtException {
        var options = new OrtSession.SessionOptions();
        try {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.setIntraOpNumThreads(settings.intraOpThreads());
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            options.addCPU(settings.memoryArena());
            return options;
        } catch (OrtException e) {
            options.close();
            throw e;
        }
    }
}
