package dev.tieline.e2e;

import dev.tieline.devices.TenantId;
import dev.tieline.devices.wire.Topics;
import dev.tieline.models.infer.InferenceRequest;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * A clinic's gateway in Berlin, a region in Frankfurt and one in Virginia, with a broker in Frankfurt.
 *
 * <p>Virginia is preferred for what may go there. All hold {@code simple}; the gateway and Frankfurt hold
 * {@code minilm} too; only Frankfurt holds {@link Workplace#REGIONAL}.
 */
public final class Federation implements AutoCloseable {
    public static final String TENANT = "acme";
    public static final Topics TOPICS = new Topics(TenantId.of(TENANT));

    /** Calls that the gateway runs and keeps waiting at most. */
    static final int GATEWAY_SLOTS = 1;

    static final int GATEWAY_QUEUE = 2;

    private static final String ALL_STATES = "tl/v1/" + TENANT + "/node/+/+/state";

    static final String SITES = """
            apiVersion: tieline.dev/sites/v1
            version: 1
            expires: 2036-01-01T00:00:00Z
            sites:
              - {id: broker-fra, country: DE, operator_home: DE, tier: region}
              - {id: clinic-berlin, country: DE, operator_home: DE, tier: gateway, broker: broker-fra}
              - {id: eu-central, country: DE, operator_home: DE, tier: region, broker: broker-fra}
              - {id: us-east, country: US-VA, operator_home: US, tier: region, broker: broker-fra}
            """;

    public static final String POLICY = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: e2e, version: 1, level: platform, notBefore: 2026-01-01T00:00:00Z, expires: 2036-01-01T00:00:00Z}
            tags: [health]
            purposes: [diagnostics]
            blocs:
              EEA: [EU, IS, LI, "NO"]
            defaults: {public: allow, internal: allow, personal: deny, special: deny}
            rules:
              - id: personal-in-eea
                effect: permit
                for: {class: [personal]}
                hops:
                  process: {country: [EEA]}
                  relay: {country: [EEA]}
              - id: health-never-leaves
                effect: forbid
                for: {class: [special], tags: [health]}
                hops: {any: {}}
            """;

    static final String ROUTES = """
            apiVersion: tieline.dev/routes/v1
            generation: 1
            routes:
              simple: [us-east/va-1, eu-central/fra-1]
              minilm: [eu-central/fra-1]
              %s: [eu-central/fra-1]
            """.formatted(Workplace.REGIONAL);

    /** A run of some hundred milliseconds. */
    static final InferenceRequest LONG_RUN = Requests.minilm(8, 128);

    private final Workplace place;
    private final Broker broker;
    private final Node gateway;
    private final Node frankfurt;
    private final Node virginia;

    private Federation(String name) {
        place = Workplace.make(name);
        broker = Broker.on(place);
        gateway = node("clinic-berlin/gw-1", "simple,minilm", GATEWAY_SLOTS, GATEWAY_QUEUE);
        frankfurt = node("eu-central/fra-1", "simple,minilm," + Workplace.REGIONAL, 1, 16);
        virginia = node("us-east/va-1", "simple", 2, 16);
    }

    /** Starts all of it and waits until every node is at the broker. */
    static Federation start(String name) throws Exception {
        var federation = new Federation(name);
        try {
            federation.broker.start();
            federation.whole();
            return federation;
        } catch (Exception | AssertionError e) {
            federation.close();
            throw e;
        }
    }

    /** Starts the nodes that do not run, and waits until every node is at the broker. */
    void whole() throws Exception {
        var absent = nodes().filter(node -> !node.alive()).toList();
        if (absent.isEmpty()) {
            return;
        }
        absent.forEach(Node::launch);
        for (var node : absent) {
            node.awaitReady();
            node.awaitLine("Connected to .* as .*\\.work");
        }
        try (var watch = watch("roll-call", ALL_STATES)) {
            for (var node : nodes().toList()) {
                var unused = watch.await(
                        node.address() + " at the broker",
                        message -> message.topic().equals(TOPICS.state(node.address()))
                                && message.text().contains("ready"));
            }
        }
    }

    Workplace place() {
        return place;
    }

    Broker broker() {
        return broker;
    }

    Node gateway() {
        return gateway;
    }

    Node frankfurt() {
        return frankfurt;
    }

    Node virginia() {
        return virginia;
    }

    /** A client at the broker. */
    MqttClient watch(String id, String... filters) throws MqttException {
        return new MqttClient(broker.address(), id, filters);
    }

    /**
     * Keeps the gateway's run slot taken with work that cannot leave, and one place of its queue: while one of two runs,
     * the other waits or is being asked anew, and a run takes far longer than asking.
     */
    Crowd occupyGateway() throws Exception {
        var caller = gateway.caller();
        var crowd = new Crowd(2, () -> caller.asking(LONG_RUN, Requests.HEALTH));
        var unused = Eventually.find(
                "a first answer to those who occupy the gateway",
                () -> crowd.answers().stream().findFirst());
        return crowd;
    }

    @Override
    public void close() {
        try {
            place.close();
        } finally {
            broker.close();
        }
    }

    private Stream<Node> nodes() {
        return Stream.of(gateway, frankfurt, virginia);
    }

    private Node node(String address, String models, int slots, int queue) {
        return new Node(
                place,
                address,
                "--broker=" + broker.address(),
                "--sites=" + place.write("sites.yaml", SITES),
                "--policy=" + place.write("policy.yaml", POLICY),
                "--routes=" + place.write("routes.yaml", ROUTES),
                "--models=" + models,
                "--slots=" + slots,
                "--queue=" + queue);
    }
}
