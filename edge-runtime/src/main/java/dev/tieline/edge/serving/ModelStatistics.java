package dev.tieline.edge.serving;

import dev.tieline.models.ModelRef;
import dev.tieline.models.onnx.RunParts;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What each model did on this node since it started: how many requests it served, how many failed, and where their time
 * went. Thread-safe; cheap enough for every request.
 *
 * <p>The numbers are those of Triton's {@code model_stats} ({@code extension_statistics.md}), whose requests begin where
 * they are put into the model's queue. What ran for another node counts as well, and what another node ran for this one
 * does not. Only models that were asked are here, the {@value #REMEMBERED} that ran last and those that are being asked.
 */
public final class ModelStatistics {
    /** More models than a node holds, with all their versions, between two of its updates. */
    static final int REMEMBERED = 1_024;

    private final InstantSource clock;
    private final Map<ModelRef, Cell> models = new ConcurrentHashMap<>();

    /** Nothing has run yet; the clock tells when something does. */
    ModelStatistics(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * How often something was done and how long that took.
     *
     * @param count how often
     * @param nanos the sum of the times
     */
    public record Measured(long count, long nanos) {}

    /**
     * The numbers of one model at one moment.
     *
     * @param lastInferenceMillis when it answered last, in milliseconds since 1970; 0 if never
     * @param inferenceCount the inferences that succeeded; one for each request, since nothing is batched
     * @param executionCount the runs of the model in which they did
     * @param success requests that were answered, from the queue to the answer
     * @param fail requests that reached the queue or a run and ended in an error
     * @param queue the wait for a run slot, of those that were answered; so are the rest
     * @param computeInput making the model's inputs
     * @param computeInfer running it
     * @param computeOutput reading its outputs
     */
    public record Snapshot(
            long lastInferenceMillis,
            long inferenceCount,
            long executionCount,
            Measured success,
            Measured fail,
            Measured queue,
            Measured computeInput,
            Measured computeInfer,
            Measured computeOutput) {}

    /** The numbers of a model; nothing if it never ran here. */
    public Optional<Snapshot> of(ModelRef model) {
        return Optional.ofNullable(models.get(model)).map(Cell::snapshot);
    }

    /** How many requests for a model wait for a run slot now. */
    public int waiting(ModelRef model) {
        var cell = models.get(model);
        return cell == null ? 0 : cell.waiting.get();
    }

    /** The numbers of all models that ran here. */
    public SortedMap<ModelRef, Snapshot> all() {
        var all = new TreeMap<ModelRef, Snapshot>();
        models.forEach((model, cell) -> all.put(model, cell.snapshot()));
        return Collections.unmodifiableSortedMap(all);
    }

    /** A request for a model begins to wait for a run slot; its model is remembered until it was answered or failed. */
    void queued(ModelRef model) {
        var before = models.computeIfPresent(model, (known, cell) -> cell.entered());
        if (before == null) {
            forgetTheOldest();
            models.compute(model, (asked, cell) -> (cell == null ? new Cell() : cell).entered());
        }
    }

    /** One that waited has its slot, or waits no longer. */
    void begun(ModelRef model) {
        cell(model).waiting.decrementAndGet();
    }

    /**
     * Counts a request that was answered, and had been {@link #queued}.
     *
     * @param queuedNanos when it was put into the queue, on the clock of the parts
     * @param doneNanos when its answer was there
     */
    void succeeded(ModelRef model, long queuedNanos, long doneNanos, RunParts parts) {
        var cell = cell(model);
        cell.succeeded(clock.millis(), queuedNanos, doneNanos, parts);
        cell.inside.decrementAndGet();
    }

    /** Counts a request that ended in an error after so long, and had been {@link #queued}. */
    void failed(ModelRef model, long nanos) {
        var cell = cell(model);
        cell.failed(nanos);
        cell.inside.decrementAndGet();
    }

    /** The numbers of a model that is being asked. */
    private Cell cell(ModelRef model) {
        return Objects.requireNonNull(models.get(model), () -> "no request for " + model + " was queued");
    }

    /** Makes room for one more, if those that are not being asked leave any. */
    private void forgetTheOldest() {
        for (int over = models.size() - REMEMBERED; over >= 0; over--) {
            models.entrySet().stream()
                    .filter(entry -> entry.getValue().idle())
                    .min(Comparator.comparingLong(entry -> entry.getValue().lastMillis()))
                    .ifPresent(oldest ->
                            models.computeIfPresent(oldest.getKey(), (model, cell) -> cell.idle() ? null : cell));
        }
    }

    /** One model's numbers, under one lock so that a snapshot is of one moment. */
    private static final class Cell {
        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        private long lastMillis;
        private long successes;
        private long successNanos;
        private long failures;
        private long failNanos;
        private long queueNanos;
        private long inputNanos;
        private long inferNanos;
        private long outputNanos;

        Cell entered() {
            inside.incrementAndGet();
            waiting.incrementAndGet();
            return this;
        }

        boolean idle() {
            return inside.get() == 0;
        }

        synchronized void succeeded(long nowMillis, long queuedNanos, long doneNanos, RunParts parts) {
            lastMillis = nowMillis;
            successes++;
            successNanos += doneNanos - queuedNanos;
            queueNanos += parts.begunNanos() - queuedNanos;
            inputNanos += parts.inputNanos();
            inferNanos += parts.inferNanos();
            outputNanos += parts.outputNanos();
        }

        synchronized void failed(long nanos) {
            failures++;
            failNanos += nanos;
        }

        synchronized long lastMillis() {
            return lastMillis;
        }

        synchronized Snapshot snapshot() {
            return new Snapshot(
                    lastMillis,
                    successes,
                    successes,
                    new Measured(successes, successNanos),
                    new Measured(failures, failNanos),
                    new Measured(successes, queueNanos),
                    new Measured(successes, inputNanos),
                    new Measured(successes, inferNanos),
                    new Measured(successes, outputNanos));
        }
    }
}
