package dev.tieline.cloud.decisions;

import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What makes a decision another one than before. Scores and the words of reasons are not part of it: they move with
 * every measurement.
 *
 * @param outcome what was decided
 * @param model about what
 * @param chosen the nodes, each with whether it retires
 * @param rejected the others, each with the filter and the rule that refused it
 * @param bundle the bundle that it rests on, such as {@code acme-eu version 1}; empty for none
 */
record Gist(String outcome, String model, SortedSet<String> chosen, SortedSet<String> rejected, String bundle) {

    static Gist of(PlacementDecision decision, @Nullable PolicyBundle bundle) {
        return new Gist(
                DecisionDocument.outcome(decision),
                decision.model().toString(),
                decision.chosen().stream()
                        .map(choice -> chosen(choice.node().toString(), choice.retires()))
                        .collect(Collectors.toCollection(TreeSet::new)),
                decision.rejected().stream()
                        .map(rejection -> rejected(rejection.node().toString(), rejection.filter(), rejection.rule()))
                        .collect(Collectors.toCollection(TreeSet::new)),
                bundle == null ? "" : bundle.toString());
    }

    /** The gist of a line that was written. */
    static Gist read(YamlMap line) {
        return new Gist(
                line.string("outcome"),
                line.string("model"),
                line.list("chosen").maps().stream()
                        .map(choice -> chosen(
                                choice.string("node"), choice.string("state").equals("retiring")))
                        .collect(Collectors.toCollection(TreeSet::new)),
                line.list("rejected").maps().stream()
                        .map(rejection ->
                                rejected(rejection.string("node"), rejection.string("filter"), rule(rejection)))
                        .collect(Collectors.toCollection(TreeSet::new)),
                bundle(line));
    }

    private static String chosen(String node, boolean retires) {
        return retires ? node + " retiring" : node;
    }

    private static String rejected(String node, String filter, @Nullable String rule) {
        return node + " " + filter + (rule == null ? "" : " " + rule);
    }

    private static @Nullable String rule(YamlMap rejection) {
        var rule = rejection.get("rule").asScalar();
        return rule.type() == YamlScalar.Type.NULL ? null : rule.string();
    }

    private static String bundle(YamlMap line) {
        return line.get("bundle") instanceof YamlMap bundle
                ? bundle.string("id") + " version " + bundle.integer("version")
                : "";
    }
}
