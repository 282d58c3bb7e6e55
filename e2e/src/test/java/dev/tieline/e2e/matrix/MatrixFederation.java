package dev.tieline.e2e.matrix;

import static dev.tieline.e2e.ControlledFederation.deployment;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.testing.faults.FaultProxy;
import dev.tieline.devices.twin.Routes;
import dev.tieline.e2e.Answer;
import dev.tieline.e2e.Broker;
import dev.tieline.e2e.ControlledFederation;
import dev.tieline.e2e.Controller;
import dev.tieline.e2e.Eventually;
import dev.tieline.e2e.Federation;
import dev.tieline.e2e.Node;
import dev.tieline.e2e.Requests;
import dev.tieline.e2e.Workplace;
import dev.tieline.e2e.history.Call;
import dev.tieline.e2e.history.Question;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * A broker, a controller and four nodes, all but the broker behind a fault proxy of their own, with three models:
 * {@link #WORLD} on every region, {@link #REGIONAL} on one of those that personal data may go to, and {@link #CLINICAL}
 * on the gateway alone, which has no room for the others.
 */
final class MatrixFederation implements AutoCloseable {
    static final String WORLD = "world";
    static final String REGIONAL = Workplace.REGIONAL;
    static final String CLINICAL = "clinical";
    static final Duration DEADLINE = Duration.ofSeconds(3);

    /** What may be asked with {@link #awaitAnswer}. */
    private static final List<DataLabel> PROBED = List.of(Requests.PUBLIC, Requests.PERSONAL, Requests.HEALTH);

    /**
     * What is never placed: its deployments are decided about, and change nothing, since nodes have heard of its label by
     * the first of them.
     */
    private static final String IDLE = "idle";

    private static final String TELEMETRY = "tieline.telemetry.period=500ms";
    private static final String KEEP_ALIVE = "tieline.link.keep-alive=2s";
    /** Eight times the period: a node that gets no processor for a while does not look silent. */
    private static final String STALE_AFTER = "tieline.fleet.stale-after=4s";

    private static final Path SMALL_PROFILE =
            Path.of("../devices/profiles/gateway-small.yaml").toAbsolutePath().normalize();
    private static final String TOO_BIG_FOR_THE_GATEWAY = "memory: 80000000";

    private final Workplace place;
    private final Broker broker;
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final FaultProxy controllerLine;
    private final Controller controller;
    private final Member gateway;
    private final Member frankfurt;
    private final Member lyon;
    private final Member virginia;
    private final Witness witness;
    private int decisions;

    /** A node and its way to the broker. */
    record Member(Node node, FaultProxy line) {
        NodeAddress address() {
            return node.address();
        }

        String site() {
            return address().site().value();
        }

        @Override
        public String toString() {
            return address().toString();
        }
    }

    private MatrixFederation(String name) throws Exception {
        place = Workplace.make(name);
        broker = Broker.on(place);
        controllerLine = line();
        controller = new Controller(place, controllerLine.uri(), KEEP_ALIVE, STALE_AFTER);
        gateway = member("clinic-berlin/gw-1", "--profile=" + SMALL_PROFILE);
        frankfurt = member("eu-central/fra-1");
        lyon = member("eu-west/lyon-1");
        virginia = member("us-east/va-1");
        witness = new Witness(broker.address());
        card(WORLD, TOO_BIG_FOR_THE_GATEWAY);
        card(REGIONAL, TOO_BIG_FOR_THE_GATEWAY);
        card(CLINICAL, "memory: 2000000");
        card(IDLE, TOO_BIG_FOR_THE_GATEWAY);
    }

    /** Starts all of it, applies all of it, and waits until it is whole. */
    static MatrixFederation start(String name) throws Exception {
        var federation = new MatrixFederation(name);
        try {
            federation.broker.start();
            federation.witness.connect();
            federation.members().forEach(member -> member.node().launch());
            var unused = federation.controller.start();
            federation.declare();
            federation.awaitWhole();
            return federation;
        } catch (Exception | AssertionError e) {
            federation.close();
            throw e;
        }
    }

    /**
     * Applies everything, as an operator would to a controller that knows nothing: what is wanted first, and last of all
     * the site book, without which a controller changes nothing.
     */
    void declare() throws Exception {
        for (var model : List.of(WORLD, REGIONAL, CLINICAL, IDLE)) {
            controller.applyModel(model);
        }
        var unused = controller.apply(Federation.POLICY);
        unused = controller.apply(deployment(WORLD, WORLD + "@1", 3, 3, "{class: public}"));
        unused = controller.apply(deployment(REGIONAL, REGIONAL + "@1", 1, 1, "{class: personal}"));
        unused = controller.apply(deployment(CLINICAL, CLINICAL + "@1", 1, 1, "{class: special, tags: [health]}")
                + "origins: [clinic-berlin]\n");
        unused = controller.apply(idle(IDLE));
        unused = controller.apply(ControlledFederation.SITES);
    }

    Broker broker() {
        return broker;
    }

    Controller controller() {
        return controller;
    }

    FaultProxy controllerLine() {
        return controllerLine;
    }

    List<FaultProxy> lines() {
        return List.copyOf(proxies);
    }

    Member gateway() {
        return gateway;
    }

    Member lyon() {
        return lyon;
    }

    Witness witness() {
        return witness;
    }

    Stream<Member> members() {
        return Stream.of(gateway, frankfurt, lyon, virginia);
    }

    /** Waits until everything runs, knows of one another, holds what it shall and is used. */
    void awaitWhole() throws Exception {
        for (var member : members().toList()) {
            var unused = member.node().awaitReady();
        }
        var unused = controller.awaitReady();
        for (var member : members().toList()) {
            awaitSeen(
                    member,
                    "fresh, and open to work",
                    seen -> seen.string("state").equals("fresh") && isTrue(seen, "workLink"));
        }
        for (var member : List.of(frankfurt, lyon, virginia)) {
            awaitHolding(member, WORLD);
        }
        awaitHolding(gateway, CLINICAL);
        awaitRoutesToHolders();
        awaitAnswer(CLINICAL, Requests.HEALTH, answer -> "clinic-berlin".equals(answer.site()));
        awaitAnswer(REGIONAL, Requests.PERSONAL, answer -> "offload".equals(answer.route()));
        awaitAnswer(WORLD, Requests.PERSONAL, Answer::served);
        awaitDecision();
    }

    /**
     * Waits until the controller has decided by what it sees now, and not only kept what it had: it says so of a
     * deployment that it has not met before, and of which there is nothing to place.
     */
    private void awaitDecision() throws Exception {
        var name = IDLE + "-" + ++decisions;
        var unused = controller.apply(idle(name));
        var decided = Eventually.find(
                "the controller to decide",
                () -> controller.get("/decisions?limit=1&deployment=" + name).list("decisions").maps().stream()
                        .findFirst());
        if (!decided.string("outcome").equals("idle")) {
            throw new AssertionError("a deployment of no replicas was decided otherwise: " + decided);
        }
        controller.forget("/deployments/" + name);
    }

    private static String idle(String name) {
        return deployment(name, IDLE + "@1", 0, 0, "{class: public}");
    }

    /** A node that comes back may be given the regional model again, so the holder is asked for in every look. */
    private void awaitRoutesToHolders() throws Exception {
        var topic = Federation.TOPICS.routes(gateway.address());
        var unused = Eventually.find("the gateway to have routes to all that hold something", () -> {
            var holders = holders(REGIONAL).stream().map(Member::address).toList();
            return Optional.ofNullable(witness.documents().get(topic))
                    .map(text -> Routes.read(topic, text))
                    .filter(routes -> routes.forModel(ModelName.of(WORLD)).size() == 3)
                    .filter(routes -> holders.size() == 1
                            && routes.forModel(ModelName.of(REGIONAL)).equals(holders));
        });
    }

    /** Waits until the controller sees of a member what is wanted. */
    void awaitSeen(Member member, String what, Predicate<YamlMap> wanted) throws Exception {
        var unused = Eventually.find(
                member + " to be seen " + what,
                () -> controller.get("/nodes").list("nodes").maps().stream()
                        .filter(seen -> seen.string("node").equals(member.toString()))
                        .filter(wanted)
                        .findFirst());
    }

    private static boolean isTrue(YamlMap seen, String key) {
        return seen.find(key)
                .filter(value ->
                        value instanceof YamlScalar scalar && scalar.text().equals("true"))
                .isPresent();
    }

    /** Waits until a member reports that a model answers there. */
    void awaitHolding(Member member, String model) throws Exception {
        awaitSeen(
                member,
                "holding " + model,
                seen -> seen.list("models").maps().stream()
                        .anyMatch(held -> held.string("model").equals(model + "@1")
                                && held.string("status").equals("ready")));
    }

    /** Waits until there is one node that the regional model is placed on, and no former one beside it. */
    Member awaitHolder() throws Exception {
        return Eventually.find(
                        REGIONAL + " to be placed on one node",
                        () -> Optional.of(holders(REGIONAL)).filter(holders -> holders.size() == 1))
                .getFirst();
    }

    /** The members that a deployment is placed on now, with those that retire. */
    List<Member> holders(String deployment) throws Exception {
        var chosen = controller.get("/placements").list("placements").maps().stream()
                .filter(decision -> decision.string("deployment").equals(deployment))
                .filter(decision -> decision.string("outcome").equals("placed"))
                .flatMap(decision -> decision.list("chosen").maps().stream())
                .map(choice -> choice.string("node"))
                .toList();
        return members().filter(member -> chosen.contains(member.toString())).toList();
    }

    /** Waits until the gateway's routes that hang at the broker are as wanted. */
    void awaitRoutes(String what, Predicate<Routes> wanted) throws Exception {
        var topic = Federation.TOPICS.routes(gateway.address());
        var unused = Eventually.find(
                "the gateway to have " + what,
                () -> Optional.ofNullable(witness.documents().get(topic))
                        .map(text -> Routes.read(topic, text))
                        .filter(wanted));
    }

    /** Asks the gateway until the answer is as wanted. */
    Answer awaitAnswer(String model, DataLabel label, Predicate<Answer> wanted) throws Exception {
        return awaitAnswer(gateway, model, label, wanted);
    }

    /** Asks a member until the answer is as wanted. */
    Answer awaitAnswer(Member asked, String model, DataLabel label, Predicate<Answer> wanted) throws Exception {
        var last = new String[] {"nothing"};
        try {
            return Eventually.find("an answer", () -> {
                var answer = asked.node().caller().ask(probe(model, label), label);
                last[0] = "HTTP " + answer.status() + " " + answer.error() + ", from " + answer.site() + " by "
                        + answer.route();
                return Optional.of(answer).filter(wanted);
            });
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + " as wanted to " + model + " with " + label + " asked of " + asked
                            + "; the last was " + last[0],
                    e);
        }
    }

    /** The calls that {@link #awaitAnswer} makes, one for each label, for those who check where data went. */
    List<Call> probes() {
        return PROBED.stream()
                .map(label -> new Call(
                        number(label), gateway.address(), new Question("any", label, DEADLINE), 0, 0, List.of()))
                .toList();
    }

    /** A call of the test itself, which no load makes. */
    InferenceRequest probe(String model, DataLabel label) {
        return Requests.simple(model, number(label), DEADLINE);
    }

    private static int number(DataLabel label) {
        return -1 - PROBED.indexOf(label);
    }

    /** How often a member's process has loaded a model, by its log. */
    static long loads(Member member) {
        return member.node().process().output().stream()
                .filter(line -> line.contains("Loaded "))
                .count();
    }

    @Override
    public void close() throws MqttException {
        try {
            place.close();
        } finally {
            proxies.forEach(FaultProxy::close);
            broker.close();
            witness.close();
        }
    }

    private void card(String name, String memory) throws Exception {
        var simple = Files.readString(place.catalog().resolve("simple.yaml"));
        var unused = place.write(
                "catalog/" + name + ".yaml",
                simple.replace("model: simple@1", "model: " + name + "@1").replaceFirst("memory: \\d+", memory));
    }

    private FaultProxy line() {
        var proxy = FaultProxy.before(broker.port());
        proxies.add(proxy);
        return proxy;
    }

    private Member member(String address, String... options) {
        var line = line();
        var all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--broker=" + line.uri(), "--slots=1", "--queue=4", "--store={home}/models"));
        return new Member(new Node(place, address, List.of(TELEMETRY, KEEP_ALIVE), all.toArray(String[]::new)), line);
    }
}
