package dev.tieline.launcher.demo;

import dev.tieline.devices.NodeAddress;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.control.Applier;
import dev.tieline.launcher.control.ControllerClient;
import dev.tieline.launcher.control.PlacementText;
import dev.tieline.launcher.control.RouteText;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What an operator does at the controller of the demo, by the same code as the commands. */
final class Operator {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CHANGE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ControllerClient controller;

    /** Where calls of a class may go from a node, as the controller explains it. */
    record Routes(YamlMap explanation) {
        List<String> lines() {
            return RouteText.lines(explanation);
        }

        /** What the controller says of one node, such as {@code denied}. */
        String verdict(NodeAddress node) {
            return explanation.list("nodes").maps().stream()
                    .filter(each -> each.string("node").equals(node.toString()))
                    .map(each -> each.string("verdict"))
                    .findFirst()
                    .orElse("not known");
        }
    }

    Operator(URI controller) {
        this.controller = ControllerClient.at(controller.toString(), PATIENCE);
    }

    /** Applies the files of the demo. @throws CommandFailure if one is refused; the lines said before tell why */
    void apply(Surroundings surroundings, Consumer<String> say) throws InterruptedException {
        var root = surroundings.root();
        var files = List.of(
                root.resolve("devices/profiles/sites-demo.yaml"),
                root.resolve("policy/rules/acme-eu.yaml"),
                surroundings.catalog().resolve("simple.yaml"),
                surroundings.catalog().resolve("minilm.yaml"),
                root.resolve("models/deployments"));
        Consumer<String> indented = line -> say.accept("  " + line);
        var applier = new Applier(controller, () -> new ModelStore(surroundings.models()), indented, indented);
        if (!applier.apply(files)) {
            throw new CommandFailure("the controller of the demo did not take all of its files");
        }
    }

    /** Waits until the controller hears of every node, and each has the policy. */
    void awaitPolicyAt(List<NodeAddress> nodes) throws InterruptedException {
        await(
                "every node has the policy",
                all -> nodes.stream()
                        .allMatch(node -> all.stream()
                                .anyMatch(each -> each.string("node").equals(node.toString())
                                        && each.string("state").equals("fresh")
                                        && isKnown(each, "policy"))));
    }

    /** Waits until so many nodes have a model loaded, such as {@code simple@1}. */
    void awaitReady(String model, int nodes) throws InterruptedException {
        await(
                nodes + " nodes have " + model + " ready",
                all -> all.stream()
                                .flatMap(node -> node.list("models").maps().stream())
                                .filter(each -> each.string("model").equals(model)
                                        && each.string("status").equals("ready"))
                                .count()
                        >= nodes);
    }

    /** Why a deployment is where it is. */
    List<String> whyPlacement(String deployment) throws InterruptedException {
        return PlacementText.lines(controller.json("why/placement", Map.of("deployment", deployment), "outcome"));
    }

    /** Where calls may go. */
    Routes routes(NodeAddress from, String model, String dataClass) throws InterruptedException {
        var query = Map.of("from", from.toString(), "model", model, "class", dataClass);
        return new Routes(controller.json("why/route", query, "nodes"));
    }

    private void await(String what, Predicate<List<YamlMap>> holds) throws InterruptedException {
        var end = System.nanoTime() + CHANGE.toNanos();
        while (!holds.test(
                controller.json("nodes", Map.of(), "nodes").list("nodes").maps())) {
            if (System.nanoTime() > end) {
                throw new CommandFailure("the demo waited " + CHANGE.toSeconds() + " s in vain until " + what);
            }
            Thread.sleep(PAUSE);
        }
    }

    private static boolean isKnown(YamlMap object, String key) {
        return object.find(key)
                .filter(value -> !(value instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.NULL))
                .isPresent();
    }
}
