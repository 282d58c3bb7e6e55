package dev.tieline.edge.admission;

import dev.tieline.devices.log.LogEvent;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyDecision;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One decision about a call, under the id that it is known by: in the log of this node, in that of the node that the call
 * goes to, and to whoever gets the answer.
 *
 * @param what is decided: {@code local}, {@code infer}, {@code dispatch}, {@code answer} or {@code accept}
 * @param request the id of the request
 * @param to where the data goes
 * @param id 32 hexadecimal digits
 */
public record Passage(String what, String request, String to, String id) {
    private static final Logger LOG = Logger.getLogger(Passage.class);

    public Passage(String what, InferenceCall call, String to, String id) {
        this(what, call.id(), to, id);
    }

    /**
     * Writes what was decided into the log, for those who look for it: one line for each way that a call is sent on or
     * served. A call that is refused at admission goes no way and has none.
     *
     * @param made asked only where somebody looks
     */
    public void decided(Supplier<? extends PolicyDecision> made) {
        if (!LOG.isDebugEnabled()) {
            return;
        }
        var decision = made.get();
        new LogEvent("policy_decided")
                .with("decision_id", id)
                .with("decides", what)
                .with("request", request)
                .with("to", to)
                .with("decision", decision.permitted() ? "permit" : "deny")
                .with("rule", decision.cause().map(Misfit::rule).orElse(decision.decidingRule()))
                .with(
                        "hop",
                        decision.cause().map(Misfit::at).map(Misfit.At::number).orElse(null))
                .with("actual", decision.cause().map(Misfit::actual).orElse(null))
                .with("expected", decision.cause().map(Misfit::expected).orElse(null))
                .log(() -> LOG.debugf("%s %s to %s: %s (decision %s)", what, request, to, decision.explain(), id));
    }
}
