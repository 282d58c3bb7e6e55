package dev.tieline.launcher.demo;

import dev.tieline.devices.NodeAddress;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.process.Child;
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
import java.util.List;
import java.util.function.Consumer;

/**
 * The federation of the demo: a broker, a controller and four nodes, each a process of its own.
 *
 * <p>A node is told who it is and where the broker is, and nothing else: models, rules and routes come from the
 * controller. Each start is a first one, so the folders of an earlier demo are removed.
 */
final class DemoFederation implements AutoCloseable {
    static final List<String> MODELS = List.of("simple", "minilm");
    static final String TENANT = "acme";

    static final Member CLINIC =
            new Member("clinic-berlin/gw-1", "the gateway in the clinic, Berlin, with little memory", 1, 4);
    static final Member FRANKFURT = new Member("eu-central/fra-1", "the region in Frankfurt", 1, 16);
    static final Member LYON = new Member("eu-west/lyon-1", "the region in Lyon", 1, 16);
    static final Member VIRGINIA = new Member("us-east/va-1", "the region in Virginia", 2, 16);

    static final List<Member> MEMBERS = List.of(CLINIC, FRANKFURT, LYON, VIRGINIA);

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** One node of the story. */
    record Member(NodeAddress address, String title, int slots, int queue) {
        Member(String address, String title, int slots, int queue) {
            this(NodeAddress.of(address), title, slots, queue);
        }

        String site() {
            return address.site().value();
        }
    }

    private final Fleet fleet;
    private final URI broker;
    private final URI controller;
    private final URI gateway;

    private DemoFederation(Fleet fleet, URI broker, URI controller, URI gateway) {
        this.fleet = fleet;
        this.broker = broker;
        this.controller = controller;
        this.gateway = gateway;
    }

    /** Starts all of it. @throws dev.tieline.launcher.console.CommandFailure if a process does not
     * become ready; nothing is left running then */
    static DemoFederation start(Surroundings surroundings, int wantedPort, Consumer<String> say)
            throws InterruptedException {
        var home = surroundings.home().resolve("demo");
        DemoFolders.remove(home);
        var fleet = new Fleet(home.resolve("logs"), GRACE);
        try {
            return start(surroundings, home, wantedPort, fleet, say);
        } catch (RuntimeException | InterruptedException e) {
            fleet.close();
            throw e;
        }
    }

    private static DemoFederation start(
            Surroundings surroundings, Path home, int wantedPort, Fleet fleet, Consumer<String> say)
            throws InterruptedException {
        say.accept("Starting a broker, a controller and four nodes, one process each. Logs: " + home.resolve("logs"));
        var address = fleet.start(ChildSpec.jar("broker", launcherJar(), List.of("broker", "--port", "0")))
                .await(Readiness.line("ready on ([0-9.]+:[0-9]+)"), START);
        var broker = URI.create("mqtt://" + address);
        say.accept("  %-19s MQTT 5, in memory, %s".formatted("broker", broker));
        var ports = ports(wantedPort);
        var controller = URI.create("http://127.0.0.1:" + ports.getLast());
        var controlling = fleet.start(controller(surroundings, home, broker, ports.getLast()));
        var starting = new ArrayList<Child>();
        for (int i = 0; i < MEMBERS.size(); i++) {
            starting.add(fleet.start(node(MEMBERS.get(i), surroundings, home, broker, ports.get(i))));
        }
        controlling.await(Readiness.http(controller.resolve("/api/v1/deployments")), START);
        say.accept("  %-19s %s".formatted("controller", controller));
        for (int i = 0; i < MEMBERS.size(); i++) {
            var endpoint = URI.create("http://127.0.0.1:" + ports.get(i));
            starting.get(i).await(Readiness.http(endpoint.resolve("/v2/health/ready")), START);
            starting.get(i).await(Readiness.line("Connected to .*[.]work"), START);
            var member = MEMBERS.get(i);
            say.accept("  %-19s %s, %s; run slots: %d"
                    .formatted(member.address(), endpoint, member.title(), member.slots()));
        }
        return new DemoFederation(fleet, broker, controller, URI.create("http://127.0.0.1:" + ports.getFirst()));
    }

    URI broker() {
        return broker;
    }

    /** Where the controller answers. */
    URI controller() {
        return controller;
    }

    /** Where the clinic's gateway answers. */
    URI gateway() {
        return gateway;
    }

    /** Says how to go on from here. */
    void invite(Consumer<String> say) {
        var numbers = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]";
        say.accept("");
        say.accept("The federation stays up. Try it from another terminal:");
        say.accept("  ./tieline infer --url " + gateway + " minilm \"The pump leaks\" \"Water drips from the pump\"");
        say.accept("  ./tieline get nodes --controller " + controller);
        say.accept("  ./tieline why placement minilm --controller " + controller);
        say.accept("  curl -s " + gateway + "/v2/models/minilm");
        say.accept("  curl -s " + gateway + "/v2/models/simple/infer -H 'Tieline-Class: personal' -d '{\"inputs\":["
                + "{\"name\":\"INPUT0\",\"shape\":[1,16],\"datatype\":\"INT32\",\"data\":" + numbers + "},"
                + "{\"name\":\"INPUT1\",\"shape\":[1,16],\"datatype\":\"INT32\",\"data\":" + numbers + "}]}'");
        say.accept("Stop it with Ctrl-C.");
    }

    @Override
    public void close() {
        fleet.close();
    }

    private static ChildSpec controller(Surroundings surroundings, Path home, URI broker, int port) {
        var arguments = List.of(
                "--broker", broker.toString(),
                "--tenant", TENANT,
                "--port", Integer.toString(port),
                "--home", home.resolve("controller").toString());
        var jar = surroundings.root().resolve("cloud-controller/target/quarkus-app/quarkus-run.jar");
        return ChildSpec.jar("controller", jar, arguments);
    }

    private static ChildSpec node(Member member, Surroundings surroundings, Path home, URI broker, int port) {
        var own = home.resolve(member.site());
        var arguments = new ArrayList<>(List.of(
                "--tenant", TENANT,
                "--site", member.site(),
                "--node", member.address().node().value(),
                "--broker", broker.toString(),
                "--port", Integer.toString(port),
                "--slots", Integer.toString(member.slots),
                "--queue", Integer.toString(member.queue),
                "--store", own.resolve("models").toString(),
                "--home", own.toString()));
        if (member.equals(CLINIC)) {
            var profile = surroundings.root().resolve("devices/profiles/gateway-small.yaml");
            arguments.addAll(List.of("--profile", profile.toString()));
        }
        var jar = surroundings.root().resolve("edge-runtime/target/quarkus-app/quarkus-run.jar");
        return ChildSpec.jar(member.site(), jar, arguments);
    }

    private static List<Integer> ports(int wanted) {
        var ports = new ArrayList<>(FreePorts.find(MEMBERS.size() + 1));
        if (isFree(wanted)) {
            ports.set(0, wanted);
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

    private static Path launcherJar() {
        try {
            return Path.of(DemoFederation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException("the launcher does not know where it lies", e);
        }
    }
}
