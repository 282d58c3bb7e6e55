package dev.tieline.launcher.control;

import static dev.tieline.launcher.control.Shown.known;
import static dev.tieline.launcher.control.Shown.needed;

import dev.tieline.policy.document.YamlMap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Why a model is where it is, in lines for people. */
public final class PlacementText {
    private PlacementText() {}

    private enum Outcome {
        placed,
        unplaceable,
        idle
    }

    private enum ChoiceState {
        NEW("new"),
        KEPT("kept"),
        RETIRING("retiring");

        private final String word;

        ChoiceState(String word) {
            this.word = word;
        }
    }

    /** The lines of a placement as the controller's API gives it: what was chosen, then what was not. */
    public static List<String> lines(YamlMap placement) {
        var subject = needed(placement, "deployment") + ": " + needed(placement, "model");
        var lines = new ArrayList<String>();
        switch (placement.get("outcome").choice("outcome", Outcome.values(), Outcome::name)) {
            case placed -> {
                for (var choice : placement.list("chosen").maps()) {
                    lines.add(subject + " " + chosen(choice));
                }
            }
            case unplaceable -> lines.add(subject + " cannot be placed: " + needed(placement, "reason"));
            case idle -> lines.add(subject + " is idle: " + needed(placement, "reason"));
        }
        for (var rejection : placement.list("rejected").maps()) {
            lines.add("  not on " + needed(rejection, "node") + ": " + needed(rejection, "filter") + ": "
                    + needed(rejection, "reason")
                    + known(rejection, "rule").map(RouteText::rule).orElse(""));
        }
        return lines;
    }

    private static String chosen(YamlMap choice) {
        var node = needed(choice, "node");
        return switch (choice.get("state").choice("state", ChoiceState.values(), state -> state.word)) {
            case NEW, KEPT -> "placed on " + node + score(choice);
            case RETIRING -> "leaves " + node;
        };
    }

    private static String score(YamlMap choice) {
        var scores = choice.map("scores").entries().entrySet().stream()
                .map(score -> Shown.line(score.getKey()) + " "
                        + score.getValue().asScalar().integer())
                .collect(Collectors.joining(", "));
        return " (score " + choice.integer("total") + (scores.isEmpty() ? ")" : ": " + scores + ")");
    }
}
