package dev.tieline.edge.dispatch;

import dev.tieline.edge.admission.LocalCapacity;
import dev.tieline.edge.offload.OffloadResult;
import dev.tieline.models.infer.InferenceError;
import java.time.Duration;

/** What a caller is told when no node elsewhere served its call, and this one cannot either: what is known of each. */
final class NobodyServed {
    /** When to try again where no node said when it will have room. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private NobodyServed() {}

    static InferenceError full(OffloadResult.Failed elsewhere, Duration retryAfter) {
        var sooner = elsewhere
                .retryAfter()
                .filter(there -> there.compareTo(retryAfter) < 0)
                .orElse(retryAfter);
        var others = elsewhere.allBusy() ? "no other node has room" : "no other node could serve this";
        return new InferenceError.Overloaded(
                new LocalCapacity.Full(retryAfter).sentence() + ", and " + others + ": " + elsewhere.summary() + ".",
                sooner,
                null);
    }

    static InferenceError forbidden(OffloadResult.Failed elsewhere, Here.Forbidden here) {
        var sentence = said(elsewhere) + ". This node may not run it: "
                + here.decision().explain() + ".";
        return elsewhere.allBusy()
                ? new InferenceError.Overloaded(sentence, retryAfter(elsewhere), null).keptBy(here.decision())
                : new InferenceError.Unreachable(sentence);
    }

    static InferenceError absent(OffloadResult.Failed elsewhere) {
        var sentence = said(elsewhere) + ".";
        return elsewhere.allBusy()
                ? new InferenceError.Overloaded(sentence, retryAfter(elsewhere), null)
                : new InferenceError.Unreachable(sentence);
    }

    private static String said(OffloadResult.Failed elsewhere) {
        return (elsewhere.allBusy() ? "No node has room: " : "No node could serve this: ") + elsewhere.summary();
    }

    private static Duration retryAfter(OffloadResult.Failed elsewhere) {
        return elsewhere.retryAfter().orElse(RETRY_AFTER);
    }
}
