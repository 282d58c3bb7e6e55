package dev.tieline.launcher.policy;

import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyCase;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.replay.Flip;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks two policies the same questions and tells where their answers differ.
 *
 * @param questions where the questions come from
 * @param more questions beside those
 */
record Comparison(PolicySet before, PolicySet after, QuestionOptions questions, List<PolicyCase> more) {

    /** The exit code: 1 if an answer flips, else 0. */
    int run(FlipReport report, PrintWriter err) {
        var then = evaluator(before);
        var now = evaluator(after);
        var flips = new AtomicBoolean();
        var progress = Progress.onTerminal(err);
        var asked = questions.ask(more, question -> {
            progress.step();
            Flip.find(question, then, now).ifPresent(flip -> {
                flips.set(true);
                report.flip(flip);
            });
        });
        progress.end();
        report.end(asked);
        return flips.get() ? 1 : 0;
    }

    private static PolicyEvaluator evaluator(PolicySet policy) {
        return new PolicyEvaluator(new BundleState.Valid(policy));
    }
}
