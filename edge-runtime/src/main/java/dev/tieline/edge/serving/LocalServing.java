package dev.tieline.edge.serving;

import dev.tieline.devices.log.LogEvent;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.RequestValidator;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.RunParts;
import dev.tieline.models.onnx.RunStop;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Runs a call on a session of this node, in the place that was reserved for it. */
public final class LocalServing {
    /** The response parameter that says how long the call waited for a run slot, in microseconds. */
    public static final String QUEUE_US = "tieline_queue_us";

    private static final Logger LOG = Logger.getLogger(LocalServing.class);

    private final Ticker ticker;
    private final RunTimes runTimes = new RunTimes();
    private final ModelStatistics statistics;
    private final Tracing tracing;

    /**
     * Makes it.
     *
     * @param ticker the clock that runs are measured on
     * @param clock tells when a model ran last
     * @param tracing records the wait and the run
     */
    public LocalServing(Ticker ticker, InstantSource clock, Tracing tracing) {
        this.ticker = ticker;
        this.statistics = new ModelStatistics(clock);
        this.tracing = tracing;
    }

    /** What is known of a run on this session before it is given a place. */
    public PlannedRun planned(ModelSession session, Deadline deadline) {
        var expected = runTimes.expected(session.manifest().ref());
        return new PlannedRun(expected.orElse(null), deadline);
    }

    /**
     * Validates the request, waits for the slot and runs the model. The run is stopped when the deadline passes or the
     * calling thread is interrupted.
     *
     * @throws InferenceException if the request does not fit the model, the deadline passes, the thread is interrupted
     *     (see {@link InferenceCall#cancelled}) or the run fails
     */
    public InferenceResponse serve(InferenceCall call, ModelSession session, RunSlots.Place place) {
        var request = call.request();
        RequestValidator.validate(request, session.manifest());
        var model = session.manifest().ref();
        long asked = ticker.nanos();
        var stop = new RunStop();
        var parts = new RunParts(ticker::nanos);
        var begun = new AtomicBoolean();
        boolean served = false;
        statistics.queued(model);
        try {
            var response = place.run(
                    call.deadline(),
                    () -> {
                        begins(model, begun);
                        return serve(call, session, asked, stop, parts);
                    },
                    stop::stop);
            statistics.succeeded(model, asked, ticker.nanos(), parts);
            served = true;
            trace(call, asked, parts);
            return response;
        } catch (Interrupted e) {
            throw call.cancelled();
        } finally {
            begins(model, begun);
            if (!served) {
                statistics.failed(model, ticker.nanos() - asked);
            }
        }
    }

    /** It waits no longer: its run begins, or its caller has gone before that. */
    private void begins(ModelRef model, AtomicBoolean begun) {
        if (begun.compareAndSet(false, true)) {
            statistics.begun(model);
        }
    }

    private void trace(InferenceCall call, long asked, RunParts parts) {
        tracing.part("queue", call.traceparent(), asked, parts.begunNanos());
        tracing.part("run", call.traceparent(), parts.begunNanos(), parts.begunNanos() + parts.nanos());
    }

    private InferenceResponse serve(
            InferenceCall call, ModelSession session, long asked, RunStop stop, RunParts parts) {
        var model = session.manifest().ref();
        List<Tensor> outputs;
        try {
            outputs = run(session, call, stop, parts);
        } catch (InferenceException e) {
            if (stop.stopped()) {
                runTimes.stopped(model, ticker.nanos() - parts.begunNanos());
            }
            throw e;
        }
        runTimes.ran(model, parts.nanos());
        return new InferenceResponse(
                model, call.request().id(), Map.of(QUEUE_US, (parts.begunNanos() - asked) / 1_000), outputs);
    }

    /** How long the last runs took. */
    public RunTimes runTimes() {
        return runTimes;
    }

    /** What the models of this node did since it started. */
    public ModelStatistics statistics() {
        return statistics;
    }

    private static List<Tensor> run(ModelSession session, InferenceCall call, RunStop stop, RunParts parts) {
        var request = call.request();
        try {
            return session.run(request.inputs(), names(request), stop, parts);
        } catch (InferenceException e) {
            var cause = e.getCause();
            if (cause != null) {
                LogEvent.under(call.traceparent(), () -> LOG.warnf("%s: %s", e.getMessage(), cause.getMessage()));
            }
            throw e;
        }
    }

    private static List<String> names(InferenceRequest request) {
        return request.outputs().stream().map(RequestedOutput::name).toList();
    }
}
