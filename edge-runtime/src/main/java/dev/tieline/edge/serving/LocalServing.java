package dev.tieline.edge.serving;

import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.call.Ticker;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.RequestValidator;
import dev.tieline.models.onnx.ModelSession;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Runs a call on a session of this node, in the place that was reserved for it. */
public final class LocalServing {
    /** The response parameter that says how long the call waited for a run slot, in microseconds. */
    public static final String QUEUE_US = "tieline_queue_us";

    private static final Logger LOG = Logger.getLogger(LocalServing.class);

    private final Ticker ticker;
    private final RunTimes runTimes = new RunTimes();

    public LocalServing(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Validates the request, waits for the slot and runs the model.
     *
     * @throws dev.tieline.models.infer.InferenceException if the request does not fit the model, the deadline passes
     *     or the run fails
     */
    public InferenceResponse serve(InferenceCall call, ModelSession session, RunSlots.Place place) {
        var request = call.request();
        RequestValidator.validate(request, session.manifest());
        long asked = ticker.nanos();
        return place.run(call.deadline(), () -> {
            long started = ticker.nanos();
            var outputs = run(session, request);
            runTimes.ran(session.manifest().ref(), ticker.nanos() - started);
            return new InferenceResponse(
                    session.manifest().ref(), request.id(), Map.of(QUEUE_US, (started - asked) / 1_000), outputs);
        });
    }

    /** How long the last runs took. */
    public RunTimes runTimes() {
        return runTimes;
    }

    private static List<Tensor> run(ModelSession session, InferenceRequest request) {
        try {
            return session.run(request.inputs(), names(request));
        } catch (InferenceException e) {
            if (e.getCause() != null) {
                LOG.warnf("%s: %s", e.getMessage(), e.getCause().getMessage());
            }
            throw e;
        }
    }

    private static List<String> names(InferenceRequest request) {
        return request.outputs().stream().map(RequestedOutput::name).toList();
    }
}
