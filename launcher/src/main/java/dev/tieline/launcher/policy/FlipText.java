package dev.tieline.launcher.policy;

import dev.tieline.launcher.policy.QuestionOptions.Asked;
import dev.tieline.policy.replay.Flip;
import java.io.PrintWriter;

/** Flips for people: what flips, both reasons, and at the end how many. */
final class FlipText implements FlipReport {
    private final PrintWriter out;
    private long permitted;
    private long denied;

    FlipText(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void flip(Flip flip) {
        if (flip.after().permitted()) {
            permitted++;
        } else {
            denied++;
        }
        var request = flip.question().request();
        out.println(flip.direction() + "  " + flip.question().name());
        out.println("  before: " + AnswerText.line(request, flip.before()));
        out.println("  after:  " + AnswerText.line(request, flip.after()));
    }

    @Override
    public void end(Asked asked) {
        var lines = asked.withoutRequest();
        var without = lines == 0 ? "" : " (and " + lines + (lines == 1 ? " line" : " lines") + " without a request)";
        var flips = permitted + denied;
        out.println(asked.questions() + " asked" + without + ", "
                + (flips == 0
                        ? "nothing flips"
                        : flips + (flips == 1 ? " flips: " : " flip: ") + denied + " permit -> deny, " + permitted
                                + " deny -> permit"));
        out.flush();
    }
}
