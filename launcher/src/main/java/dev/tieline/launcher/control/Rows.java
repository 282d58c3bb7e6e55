package dev.tieline.launcher.control;

import static dev.tieline.launcher.control.Shown.cell;
import static dev.tieline.launcher.control.Shown.known;
import static dev.tieline.launcher.control.Shown.needed;

import dev.tieline.policy.document.YamlMap;
import java.util.List;
import java.util.stream.Collectors;

/** The rows of the tables: one resource of an answer becomes the cells of one line. */
final class Rows {
    static final List<String> SITE_COLUMNS = List.of("SITE", "COUNTRY", "OPERATOR HOME", "TIER", "COST", "BROKER");
    static final List<String> POLICY_COLUMNS = List.of("POLICY", "VERSION", "LEVEL", "NOT BEFORE", "EXPIRES");
    static final List<String> MODEL_COLUMNS = List.of("MODEL", "LICENCE", "MEMORY", "LABEL", "DESCRIPTION");
    static final List<String> DEPLOYMENT_COLUMNS = List.of("NAME", "MODEL", "REPLICAS", "LABEL", "OBJECTIVE");
    static final List<String> NODE_COLUMNS =
            List.of("NODE", "STATE", "MODELS", "SLOTS", "QUEUE", "RTT", "POLICY", "LAST HEARD");
    static final List<String> PLACEMENT_COLUMNS = List.of("DEPLOYMENT", "MODEL", "OUTCOME", "NODES", "REASON");
    static final List<String> DECISION_COLUMNS = List.of("TIME", "DEPLOYMENT", "OUTCOME", "NODES");

    private Rows() {}

    static List<String> site(YamlMap site) {
        return List.of(
                needed(site, "id"),
                cell(site, "country"),
                cell(site, "operator_home"),
                cell(site, "tier"),
                cell(site, "cost"),
                cell(site, "broker"));
    }

    static List<String> policy(YamlMap policy) {
        return List.of(
                needed(policy, "id"),
                needed(policy, "version"),
                cell(policy, "level"),
                cell(policy, "notBefore"),
                cell(policy, "expires"));
    }

    static List<String> model(YamlMap model) {
        return List.of(
                needed(model, "model"),
                cell(model, "licence"),
                megabytes(model.integer("memory")),
                Shown.label(model.map("label")),
                cell(model, "description"));
    }

    static List<String> deployment(YamlMap deployment) {
        var replicas = deployment.map("replicas");
        return List.of(
                needed(deployment, "name"),
                needed(deployment, "model"),
                replicas.integer("min") + ".." + replicas.integer("max"),
                Shown.label(deployment.map("label")),
                needed(deployment, "objective"));
    }

    /** SLOTS are the run slots that are taken, of all. */
    static List<String> node(YamlMap node) {
        return List.of(
                needed(node, "node"),
                needed(node, "state"),
                readyModels(node),
                known(node, "slots")
                        .map(slots -> cell(node, "running") + "/" + slots)
                        .orElse(Shown.NOTHING),
                cell(node, "queue"),
                Shown.millis(node, "roundTripMs"),
                cell(node, "policy"),
                Shown.moment(node, "lastHeard"));
    }

    static List<String> placement(YamlMap placement) {
        return List.of(
                needed(placement, "deployment"),
                needed(placement, "model"),
                needed(placement, "outcome"),
                nodes(placement),
                cell(placement, "reason"));
    }

    static List<String> decision(YamlMap decision) {
        return List.of(
                Shown.moment(decision, "at"),
                needed(decision, "deployment"),
                needed(decision, "outcome"),
                nodes(decision));
    }

    private static String readyModels(YamlMap node) {
        return joined(node.list("models").maps().stream()
                .filter(model -> model.string("status").equals("ready"))
                .map(model -> needed(model, "model"))
                .toList());
    }

    private static String nodes(YamlMap placement) {
        return joined(placement.list("chosen").maps().stream()
                .map(choice ->
                        needed(choice, "node") + (choice.string("state").equals("retiring") ? " (retiring)" : ""))
                .toList());
    }

    private static String joined(List<String> words) {
        return words.isEmpty() ? Shown.NOTHING : words.stream().collect(Collectors.joining(", "));
    }

    private static String megabytes(long bytes) {
        return Math.ceilDiv(bytes, 1_000_000) + " MB";
    }
}
