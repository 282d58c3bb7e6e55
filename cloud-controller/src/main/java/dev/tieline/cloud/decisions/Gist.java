package dev.tieline.cloud.decisions;

import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.document.YamlMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What makes a decision another one than before. Scores and the words of reasons are not part of it: they move with
 * every measurement. Nor is it which nodes were refused, or that some are silent: in a large fleet that is so at any
 * moment, and says nothing of the deployment.
 *
 * @param outcome what was decided
 * @param model about what
 * @param chosen the nodes, each with whether it retires
 * @param refusals by which filters and rules others were refused
 * @param bundles the bundles that it rests on, such as {@code acme-eu version 1, clinics version 2}; empty for none
 */
record Gist(String outcome, String model, SortedSet<String> chosen, SortedSet<Refusal> refusals, String bundles) {

    static Gist of(PlacementDecision decision, @Nullable PolicySet policy) {
        return new Gist(
                DecisionDocument.outcome(decision),
                decision.model().toString(),
                decision.chosen().stream()
                        .map(choice -> chosen(choice.node().toString(), choice.retires()))
                        .collect(Collectors.toCollection(TreeSet::new)),
                lasting(decision.rejected().stream().map(Refusal::of)),
                policy == null ? "" : policy.toString());
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
                lasting(line.list("refusals").maps().stream().map(Refusal::read)),
                bundles(line));
    }

    private static String chosen(String node, boolean retires) {
        return retires ? node + " retiring" : node;
    }

    private static SortedSet<Refusal> lasting(Stream<Refusal> refusals) {
        return refusals.filter(Refusal::lasts).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String bundles(YamlMap line) {
        return line.list("bundles").maps().stream()
                .map(bundle -> bundle.string("id") + " version " + bundle.integer("version"))
                .collect(Collectors.joining(", "));
    }
}
