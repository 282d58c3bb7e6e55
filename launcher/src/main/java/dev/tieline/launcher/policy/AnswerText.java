package dev.tieline.launcher.policy;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.Obligation;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.json.PolicyAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Answers for people. */
final class AnswerText {
    private AnswerText() {}

    /** Such as {@code DENY infer personal -> us-east: rule a failed at hop 1 (relay broker-3: country US, needs EEA)}. */
    static String line(PolicyRequest request, PolicyDecision decision) {
        return (decision.permitted() ? "PERMIT " : "DENY ") + request.action() + " " + request.label() + " -> "
                + target(request) + ": " + decision.reason();
    }

    /** The sites where the data is processed; where none is, the last on its way. */
    private static String target(PolicyRequest request) {
        var hops = request.path().hops();
        if (hops.isEmpty()) {
            return "here";
        }
        var processing = hops.stream()
                .filter(hop -> hop.role() == Hop.Role.PROCESS)
                .map(AnswerText::site)
                .distinct()
                .collect(Collectors.joining(", "));
        return processing.isEmpty() ? site(hops.getLast()) : processing;
    }

    private static String site(Hop hop) {
        return hop.facts().site().isEmpty() ? "an unknown site" : hop.facts().site();
    }

    /** The line, and below it what else came near, what is on trial, what is to be done, and by which bundles. */
    static List<String> lines(PolicyAnswer answer) {
        var decision = answer.decision();
        var lines = new ArrayList<String>();
        lines.add(line(answer.request(), decision));
        decision.nearMisses().stream().skip(1).forEach(miss -> lines.add("  rule " + nearMiss(miss)));
        if (decision.matched().size() > 1) {
            lines.add("  matched: " + String.join(", ", decision.matched()));
        }
        if (!decision.audited().isEmpty()) {
            lines.add("  on trial, matched: " + String.join(", ", decision.audited()));
        }
        if (!decision.obligations().isEmpty()) {
            lines.add("  obliges: "
                    + decision.obligations().stream().map(Obligation::word).collect(Collectors.joining(", ")));
        }
        lines.add("  by " + answer.bundles().stream().map(AnswerText::bundle).collect(Collectors.joining(", ")));
        return lines;
    }

    private static String nearMiss(Misfit miss) {
        var at = miss.at();
        return miss.rule() + " failed" + (at == null ? "" : " at hop " + at.number()) + ": " + miss.clause() + " is "
                + miss.actual() + ", needs " + miss.expected();
    }

    private static String bundle(PolicyBundle bundle) {
        return bundle + " (" + bundle.level() + ")";
    }
}
