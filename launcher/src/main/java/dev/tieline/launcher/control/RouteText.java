package dev.tieline.launcher.control;

import static dev.tieline.launcher.control.Shown.known;
import static dev.tieline.launcher.control.Shown.needed;

import dev.tieline.policy.document.YamlMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where work may go from a node, in lines for people. */
public final class RouteText {
    private RouteText() {}

    private enum Verdict {
        ROUTE("route"),
        DENIED("denied"),
        NOT_READY("not-ready"),
        UNAVAILABLE("unavailable"),
        SELF("self");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }
    }

    /** The lines of an explanation as the controller's API gives it: nodes in the order in which they are tried. */
    public static List<String> lines(YamlMap explanation) {
        var lines = new ArrayList<String>();
        lines.add(needed(explanation, "model") + " from " + needed(explanation, "from") + ", "
                + Shown.label(explanation.map("label")) + " data:");
        var nodes = explanation.list("nodes").maps().stream()
                .sorted(Comparator.comparingLong(RouteText::position))
                .toList();
        var width = nodes.stream()
                .mapToInt(node -> needed(node, "node").length())
                .max()
                .orElse(0);
        for (var node : nodes) {
            var place = known(node, "position").map(position -> position + ".").orElse("-");
            var name = needed(node, "node");
            lines.add("%-3s".formatted(place) + name + " ".repeat(width - name.length() + 2) + verdict(node));
        }
        if (nodes.stream().noneMatch(node -> node.string("verdict").equals(Verdict.ROUTE.word))) {
            lines.add("No other node may and can serve it now.");
        }
        return lines;
    }

    private static long position(YamlMap node) {
        return known(node, "position").isPresent() ? node.integer("position") : Long.MAX_VALUE;
    }

    private static String verdict(YamlMap node) {
        var rule = known(node, "rule");
        return switch (node.get("verdict").choice("verdict", Verdict.values(), verdict -> verdict.word)) {
            case ROUTE -> rule.map(name -> "permitted by " + name).orElse("permitted" + reason(node));
            case DENIED -> "denied" + reason(node) + rule.map(RouteText::rule).orElse("");
            case NOT_READY -> "not ready" + reason(node);
            case UNAVAILABLE -> "unavailable" + reason(node);
            case SELF -> "the node itself" + reason(node);
        };
    }

    private static String reason(YamlMap node) {
        return known(node, "reason")
                .filter(reason -> !reason.isEmpty())
                .map(reason -> ": " + reason)
                .orElse("");
    }

    /** How a line ends that names the rule behind it. */
    static String rule(String name) {
        return " (rule " + name + ")";
    }
}
