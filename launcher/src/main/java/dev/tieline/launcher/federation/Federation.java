package dev.tieline.launcher.federation;

import dev.tieline.devices.NodeAddress;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Fleet;
import dev.tieline.launcher.process.FreePorts;
import dev.tieline.launcher.process.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A broker, a controller and nodes on this machine, each a process of its own. */
public final class Federation implements AutoCloseable {
    private static final String RUN_JAR = "target/quarkus-app/quarkus-run.jar";
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Fleet fleet;
    private final Path root;
    private final Path home;
    private final String tenant;
    private final Member broker;
    private final Member controller;
    private final Map<NodeAddress, Member> nodes = new LinkedHashMap<>();

    /**
     * A federation of which nothing runs yet.
     *
     * @param root the folder of the modules, which are built
     * @param home where its members keep their files and logs
     */
    public Federation(FederationPlan plan, Path root, Path home) {
        this.root = root;
        this.home = home;
        this.tenant = plan.tenant();
        this.fleet = new Fleet(logs(), GRACE);
        var ports = ports(plan.nodes());
        int brokerPort = ports.removeLast();
        var brokerAddress = URI.create("mqtt://127.0.0.1:" + brokerPort);
        var program = plan.broker();
        broker = new Member(
                fleet, program.spec(brokerPort, home.resolve("broker")), brokerAddress, List.of(program.ready()));
        controller = controller(ports.removeLast());
        for (int i = 0; i < plan.nodes().size(); i++) {
            nodes.put(plan.nodes().get(i).address(), node(plan.nodes().get(i), ports.get(i)));
        }
    }

    /**
     * Starts all of it.
     *
     * @param ready hears of each member that is ready
     * @throws dev.tieline.launcher.console.CommandFailure if one does not become ready
     */
    public void start(Consumer<Member> ready) throws InterruptedException {
        ready.accept(broker.start().awaitReady());
        controller.start();
        nodes.values().forEach(Member::start);
        ready.accept(controller.awaitReady());
        for (var node : nodes.values()) {
            ready.accept(node.awaitReady());
        }
    }

    public Member broker() {
        return broker;
    }

    public Member controller() {
        return controller;
    }

    /** The node of an address. @throws IllegalArgumentException if there is none */
    public Member node(NodeAddress address) {
        if (!nodes.containsKey(address)) {
            throw new IllegalArgumentException("there is no node " + address + " among " + nodes.keySet());
        }
        return Objects.requireNonNull(nodes.get(address));
    }

    /** The addresses of the nodes, in the order of the plan. */
    public List<NodeAddress> nodes() {
        return List.copyOf(nodes.keySet());
    }

    /** Where the output of its members goes. */
    public Path logs() {
        return home.resolve("logs");
    }

    /** What tells that a node answers at its endpoint, with or without a broker. */
    public static Readiness answering(Member node) {
        return Readiness.http(node.address().resolve("/v2/health/ready"));
    }

    /** Ends all of it. */
    @Override
    public void close() {
        fleet.close();
    }

    private Member controller(int port) {
        var arguments = List.of(
                "--broker", broker.address().toString(),
                "--tenant", tenant,
                "--port", Integer.toString(port),
                "--home", home.resolve("controller").toString());
        var spec = ChildSpec.jar("controller", root.resolve("cloud-controller").resolve(RUN_JAR), arguments);
        var address = http(port);
        return new Member(fleet, spec, address, List.of(Readiness.http(address.resolve("/api/v1/deployments"))));
    }

    private Member node(NodePlan plan, int port) {
        var site = plan.address().site().value();
        var node = plan.address().node().value();
        var own = home.resolve(site).resolve(node);
        var arguments = new ArrayList<>(List.of(
                "--tenant", tenant,
                "--site", site,
                "--node", node,
                "--broker", broker.address().toString(),
                "--port", Integer.toString(port),
                "--store", own.resolve("models").toString(),
                "--home", own.toString()));
        arguments.addAll(plan.options());
        var spec = ChildSpec.jar(site + "-" + node, root.resolve("edge-runtime").resolve(RUN_JAR), arguments);
        var address = http(port);
        return new Member(
                fleet,
                spec,
                address,
                List.of(Readiness.http(address.resolve("/v2/health/ready")), Readiness.line("Connected to .*[.]work")));
    }

    private static URI http(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A port for each node, for the controller and for the broker; a wanted one where it is free. */
    private static List<Integer> ports(List<NodePlan> nodes) {
        var ports = new ArrayList<>(FreePorts.find(nodes.size() + 2));
        for (int i = 0; i < nodes.size(); i++) {
            int wanted = nodes.get(i).port();
            if (wanted != 0 && isFree(wanted)) {
                ports.set(i, wanted);
            }
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
