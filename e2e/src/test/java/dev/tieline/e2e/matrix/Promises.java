package dev.tieline.e2e.matrix;

import static dev.tieline.e2e.matrix.MatrixFederation.CLINICAL;
import static dev.tieline.e2e.matrix.MatrixFederation.REGIONAL;
import static dev.tieline.e2e.matrix.MatrixFederation.WORLD;

import dev.tieline.devices.NodeAddress;
import dev.tieline.e2e.history.Call;
import dev.tieline.e2e.history.Outcome;
import dev.tieline.e2e.history.Promise;
import dev.tieline.e2e.history.Question;
import dev.tieline.e2e.history.Span;
import dev.tieline.policy.DataClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What callers of the gateway may count on in a cell, whatever is broken in it. Shares, for machines that are busy. */
final class Promises {
    /** How many percent of the calls at least are answered that should be. */
    private static final int ANSWERED = 75;

    /** How many percent of the refusals at least tell at once that nobody can be reached, and not after the deadline. */
    private static final int AT_ONCE = 51;

    private final NodeAddress gateway;
    private final List<Promise> promises = new ArrayList<>();

    Promises(NodeAddress gateway) {
        this.gateway = gateway;
    }

    List<Promise> all() {
        return List.copyOf(promises);
    }

    /** Nothing is broken: everything is answered that may be. */
    void whole(String when, Span span) {
        answered(when, span, CLINICAL);
        answered(when, span, REGIONAL);
        answered(when, span, WORLD);
    }

    /** What goes on while something is broken. */
    void broken(Cell cell, Span span) {
        var when = "while broken (" + cell + ")";
        if (gatewayRuns(cell)) {
            answered(when, span, CLINICAL);
        }
        if (only(cell, Target.CONTROLLER)) {
            answered(when, span, REGIONAL);
        }
        if (only(cell, Target.CONTROLLER) || only(cell, Target.EXECUTOR)) {
            answered(when, span, WORLD);
        }
    }

    /** The gateway reaches nobody and has noticed: it says so and lets nobody wait for it. */
    void cutOff(Span span) {
        promises.add(new Promise(
                "cut off, it is said at once that nobody can be reached",
                span,
                call -> asks(call, REGIONAL) || asks(call, WORLD),
                outcome -> outcome instanceof Outcome.Refused refused
                        && refused.code().equals("unreachable"),
                AT_ONCE));
    }

    /** Health data leave the clinic for nowhere, and it has not the models for them. */
    static boolean denied(Question question) {
        return question.label().dataClass() == DataClass.SPECIAL
                && !question.model().equals(CLINICAL);
    }

    private void answered(String when, Span span, String model) {
        Predicate<Call> about = call -> asks(call, model);
        promises.add(new Promise(
                when + ", " + model + " is answered", span, about, Outcome.Answered.class::isInstance, ANSWERED));
    }

    private boolean asks(Call call, String model) {
        return call.asked().equals(gateway) && call.question().model().equals(model) && !denied(call.question());
    }

    /** Cut off, it runs as well. */
    private static boolean gatewayRuns(Cell cell) {
        return cell.injuries().stream()
                .noneMatch(injury -> injury.target() == Target.EDGE && injury.fault() != Fault.BLACK_HOLE);
    }

    private static boolean only(Cell cell, Target target) {
        return !cell.isPair() && cell.injures(target);
    }
}
