package dev.tieline.e2e;

import dev.tieline.policy.document.YamlMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * A broker, a controller and four nodes that know nothing: who stands where, what is allowed, what they hold and whom
 * they may ask comes from the controller, to which it was applied as files.
 */
public final class ControlledFederation implements AutoCloseable {
    public static final String SITES = """
            apiVersion: tieline.dev/sites/v1
            version: 1
            expires: 2036-01-01T00:00:00Z
            controller: controller-fra
            sites:
              - {id: broker-fra, country: DE, operator_home: DE, tier: region}
              - {id: controller-fra, country: DE, operator_home: DE, tier: region, broker: broker-fra}
              - {id: clinic-berlin, country: DE, operator_home: DE, tier: gateway, broker: broker-fra}
              - {id: eu-central, country: DE, operator_home: DE, tier: region, broker: broker-fra, cost: 30}
              - {id: eu-west, country: FR, operator_home: FR, tier: region, broker: broker-fra, cost: 20}
              - {id: us-east, country: US-VA, operator_home: US, tier: region, broker: broker-fra, cost: 10}
            """;

    private final Workplace place;
    private final Broker broker;
    private final Controller controller;
    private final Node gateway;
    private final Node frankfurt;
    private final Node lyon;
    private final Node virginia;

    private ControlledFederation(String name) {
        place = Workplace.make(name);
        broker = Broker.on(place);
        controller = new Controller(place, broker.address());
        gateway = node("clinic-berlin/gw-1");
        frankfurt = node("eu-central/fra-1");
        lyon = node("eu-west/lyon-1");
        virginia = node("us-east/va-1");
    }

    /** Starts all of it and applies sites, policy and the models; nothing is deployed. */
    static ControlledFederation start(String name) throws Exception {
        var federation = new ControlledFederation(name);
        try {
            federation.broker.start();
            federation.nodes().forEach(Node::launch);
            var unused = federation.controller.start();
            federation.declare();
            for (var node : federation.nodes().toList()) {
                federation.awaitNode(node.awaitReady(), "fresh");
            }
            return federation;
        } catch (Exception | AssertionError e) {
            federation.close();
            throw e;
        }
    }

    /** Applies what every test needs. */
    void declare() throws Exception {
        var unused = controller.apply(SITES);
        unused = controller.apply(Federation.POLICY);
        controller.applyModel("simple");
        controller.applyModel("minilm");
    }

    Workplace place() {
        return place;
    }

    Broker broker() {
        return broker;
    }

    Controller controller() {
        return controller;
    }

    Node gateway() {
        return gateway;
    }

    Node frankfurt() {
        return frankfurt;
    }

    Node lyon() {
        return lyon;
    }

    Node virginia() {
        return virginia;
    }

    /** A client at the broker. */
    MqttClient watch(String id, String... filters) throws MqttException {
        return new MqttClient(broker.address(), id, filters);
    }

    /** A deployment of {@code name} as a file. */
    public static String deployment(String name, String model, int min, int max, String label) {
        return """
                apiVersion: tieline.dev/deployment/v1
                name: %s
                model: %s
                replicas: {min: %d, max: %d}
                label: %s
                """.formatted(name, model, min, max, label);
    }

    /** Waits until the controller sees a node so. */
    void awaitNode(Node node, String freshness) throws Exception {
        var unused = awaitNode(node, freshness, seen -> seen.string("state").equals(freshness));
    }

    /** Waits until the controller sees of a node what is wanted. */
    YamlMap awaitNode(Node node, String what, Predicate<YamlMap> wanted) throws Exception {
        return Eventually.find(
                node.address() + " " + what,
                () -> nodes(controller).stream()
                        .filter(seen ->
                                seen.string("node").equals(node.address().toString()))
                        .filter(wanted)
                        .findFirst());
    }

    /** Waits until a node reports that a model answers there. */
    void awaitHolding(Node node, String model) throws Exception {
        var unused = awaitNode(
                node, "to hold " + model, seen -> statusOf(seen, model).equals("ready"));
    }

    /** Waits until a node no longer reports a model. */
    void awaitNotHolding(Node node, String model) throws Exception {
        var unused = awaitNode(
                node, "not to hold " + model, seen -> statusOf(seen, model).isEmpty());
    }

    /** Waits until a deployment is placed, and gives where: the nodes that hold it or shall. */
    List<String> awaitPlaced(String deployment) throws Exception {
        return Eventually.find(
                deployment + " to be placed",
                () -> placement(deployment)
                        .filter(decision -> decision.string("outcome").equals("placed"))
                        .map(decision -> decision.list("chosen").maps().stream()
                                .map(choice -> choice.string("node"))
                                .toList()));
    }

    /** What is decided about a deployment now. */
    Optional<YamlMap> placement(String deployment) throws Exception {
        return controller.get("/placements").list("placements").maps().stream()
                .filter(decision -> decision.string("deployment").equals(deployment))
                .findFirst();
    }

    /** The node of an address. */
    Node node(List<String> addresses) {
        return nodes().filter(node -> addresses.contains(node.address().toString()))
                .findFirst()
                .orElseThrow();
    }

    Stream<Node> nodes() {
        return Stream.of(gateway, frankfurt, lyon, virginia);
    }

    @Override
    public void close() {
        try {
            place.close();
        } finally {
            broker.close();
        }
    }

    private static List<YamlMap> nodes(Controller controller) throws Exception {
        return controller.get("/nodes").list("nodes").maps();
    }

    private static String statusOf(YamlMap node, String model) {
        return node.list("models").maps().stream()
                .filter(held -> held.string("model").equals(model))
                .map(held -> held.string("status"))
                .findFirst()
                .orElse("");
    }

    /** Starts one more node. */
    Node startNode(String address, String... options) throws Exception {
        return node(address, options).launch().awaitReady();
    }

    private Node node(String address, String... options) {
        var all = new ArrayList<>(List.of(options));
        all.add("--broker=" + broker.address());
        all.add("--slots=1");
        all.add("--queue=4");
        all.add("--store=" + place.folder().resolve("stores").resolve(address));
        return new Node(place, address, all.toArray(String[]::new));
    }
}
