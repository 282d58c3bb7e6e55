package dev.tieline.launcher.federation;

import dev.tieline.devices.NodeAddress;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.control.Applier;
import dev.tieline.launcher.control.ControllerClient;
import dev.tieline.launcher.control.PlacementText;
import dev.tieline.launcher.control.RouteText;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What an operator does at the controller of a federation, by the same code as the commands. Thread-safe. */
public final class Operator {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CHANGE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ControllerClient controller;

    /** Where calls of a class may go from a node, as the controller explains it. */
    public record Routes(YamlMap explanation) {
        public List<String> lines() {
            return RouteText.lines(explanation);
        }

        /** What the controller says of one node, such as {@code denied}. */
        public String verdict(NodeAddress node) {
            return explanation.list("nodes").maps().stream()
                    .filter(each -> each.string("node").equals(node.toString()))
                    .map(each -> each.string("verdict"))
                    .findFirst()
                    .orElse("not known");
        }

        /** The nodes that a call would be sent to. */
        public Set<NodeAddress> nodes() {
            return explanation.list("nodes").maps().stream()
                    .filter(each -> each.string("verdict").equals("route"))
                    .map(each -> NodeAddress.of(each.string("node")))
                    .collect(Collectors.toSet());
        }
    }

    /** Something that is waited for. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    public Operator(URI controller) {
        this.controller = ControllerClient.at(controller.toString(), PATIENCE);
    }

    /**
     * Applies files and folders.
     *
     * @param store the folder of the artefacts that model cards name
     * @param say hears what became of each
     * @throws CommandFailure if one is refused; the lines said before tell why
     */
    public void apply(List<Path> files, Path store, Consumer<String> say) throws InterruptedException {
        var applier = new Applier(controller, () -> new ModelStore(store), say, say);
        if (!applier.apply(files)) {
            throw new CommandFailure("the controller did not take all of the files " + files);
        }
    }

    /** Waits until the controller hears of every node, and each has the policy. */
    public void awaitPolicyAt(List<NodeAddress> nodes) throws InterruptedException {
        awaitNodes(
                "every node has the policy",
                all -> nodes.stream()
                        .allMatch(node -> find(all, node)
                                .filter(each -> each.string("state").equals("fresh") && isKnown(each, "policy"))
                                .isPresent()));
    }

    /** Waits until so many nodes have a model loaded, such as {@code simple@1}. */
    public void awaitReady(String model, int nodes) throws InterruptedException {
        awaitNodes(
                nodes + " nodes have " + model + " ready",
                all -> all.stream()
                                .filter(node -> status(node, model).equals("ready"))
                                .count()
                        >= nodes);
    }

    /** Waits until the controller sees every one of these nodes so, such as {@code fresh}. */
    public void awaitState(List<NodeAddress> nodes, Set<String> states) throws InterruptedException {
        awaitNodes(
                nodes + " are " + states,
                all -> nodes.stream()
                        .allMatch(node -> find(all, node)
                                .filter(each -> states.contains(each.string("state")))
                                .isPresent()));
    }

    /** Waits until the controller has heard of every one of these nodes after an instant, and sees it as fresh. */
    public void awaitHeardSince(Instant instant, List<NodeAddress> nodes) throws InterruptedException {
        await(nodes + " were heard of after " + instant, () -> heardSince(instant, nodes));
    }

    /** Whether the controller has heard of every one of these nodes after an instant, and sees it as fresh. */
    public boolean heardSince(Instant instant, List<NodeAddress> nodes) throws InterruptedException {
        var all = nodes();
        return nodes.stream()
                .allMatch(node -> find(all, node)
                        .filter(each -> each.string("state").equals("fresh")
                                && isKnown(each, "lastHeard")
                                && Instant.parse(each.string("lastHeard")).isAfter(instant))
                        .isPresent());
    }

    /** Waits until calls of a class would go from a node to these and to no other. */
    public void awaitRoutes(NodeAddress from, String model, String dataClass, Set<NodeAddress> nodes)
            throws InterruptedException {
        await(
                "calls of " + model + " with " + dataClass + " data go from " + from + " to " + nodes,
                () -> routes(from, model, dataClass).nodes().equals(nodes));
    }

    /** The nodes as the controller describes them. */
    public List<YamlMap> nodes() throws InterruptedException {
        return controller.json("nodes", Map.of(), "nodes").list("nodes").maps();
    }

    /** Why a deployment is where it is. */
    public List<String> whyPlacement(String deployment) throws InterruptedException {
        return PlacementText.lines(placement(deployment));
    }

    /** The nodes that a deployment is placed on. */
    public Set<NodeAddress> placed(String deployment) throws InterruptedException {
        return placement(deployment).list("chosen").maps().stream()
                .filter(choice -> !choice.string("state").equals("retiring"))
                .map(choice -> NodeAddress.of(choice.string("node")))
                .collect(Collectors.toSet());
    }

    /** Where calls may go. */
    public Routes routes(NodeAddress from, String model, String dataClass) throws InterruptedException {
        var query = Map.of("from", from.toString(), "model", model, "class", dataClass);
        return new Routes(controller.json("why/route", query, "nodes"));
    }

    /** One node among those that {@link #nodes} gave. */
    public static Optional<YamlMap> find(List<YamlMap> nodes, NodeAddress address) {
        return nodes.stream()
                .filter(each -> each.string("node").equals(address.toString()))
                .findFirst();
    }

    /** How a model stands at a node, such as {@code ready}; empty if the node does not report it. */
    public static String status(YamlMap node, String model) {
        return node.list("models").maps().stream()
                .filter(each -> each.string("model").equals(model))
                .map(each -> each.string("status"))
                .findFirst()
                .orElse("");
    }

    private YamlMap placement(String deployment) throws InterruptedException {
        return controller.json("why/placement", Map.of("deployment", deployment), "outcome");
    }

    private void awaitNodes(String what, Predicate<List<YamlMap>> holds) throws InterruptedException {
        await(what, () -> holds.test(nodes()));
    }

    private static void await(String what, Condition condition) throws InterruptedException {
        var end = System.nanoTime() + CHANGE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new CommandFailure("it was waited " + CHANGE.toSeconds() + " s in vain until " + what);
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
