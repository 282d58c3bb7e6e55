package dev.tieline.launcher.demo;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.twin.Routes;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Fleet;
import dev.tieline.launcher.process.FreePorts;
import dev.tieline.launcher.process.Readiness;
import dev.tieline.models.ModelName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The federation of the demo: a broker and three nodes, each a process of its own.
 *
 * <p>Legal facts come from the sample site book, rules from the sample bundle; the routes are written here: every node
 * elsewhere, cheapest site first.
 */
final class DemoFederation implements AutoCloseable {
    static final List<String> MODELS = List.of("simple", "minilm");
    static final String TENANT = "acme";

    static final Member CLINIC = new Member("clinic-berlin/gw-1", "the gateway in the clinic, Berlin", 1, 4);
    static final Member FRANKFURT = new Member("eu-central/fra-1", "the region in Frankfurt", 1, 16);
    static final Member VIRGINIA = new Member("us-east/va-1", "the region in Virginia", 2, 16);

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
    private final URI gateway;

    private DemoFederation(Fleet fleet, URI broker, URI gateway) {
        this.fleet = fleet;
        this.broker = broker;
        this.gateway = gateway;
    }

    /** Starts all of it. @throws CommandFailure if a process does not become ready; nothing is left running then */
    static DemoFederation start(Surroundings surroundings, int wantedPort, Consumer<String> say)
            throws InterruptedException {
        var files = surroundings.home().resolve("demo");
        var fleet = new Fleet(files.resolve("logs"), GRACE);
        try {
            return start(surroundings, files, wantedPort, fleet, say);
        } catch (RuntimeException | InterruptedException e) {
            fleet.close();
            throw e;
        }
    }

    private static DemoFederation start(
            Surroundings surroundings, Path files, int wantedPort, Fleet fleet, Consumer<String> say)
            throws InterruptedException {
        say.accept("Starting a broker and three nodes, one process each. Logs: " + files.resolve("logs"));
        var address = fleet.start(ChildSpec.jar("broker", launcherJar(), List.of("broker", "--port", "0")))
                .await(Readiness.line("ready on ([0-9.]+:[0-9]+)"), START);
        var broker = URI.create("mqtt://" + address);
        say.accept("  %-19s MQTT 5, in memory, %s".formatted("broker", broker));
        var sites = surroundings.root().resolve("devices/profiles/sites-demo.yaml");
        var routes = writeRoutes(files, SiteBook.read(sites));
        var ports = ports(wantedPort);
        var members = List.of(CLINIC, FRANKFURT, VIRGINIA);
        var starting = new ArrayList<dev.tieline.launcher.process.Child>();
        for (int i = 0; i < members.size(); i++) {
            starting.add(fleet.start(node(members.get(i), surroundings, broker, ports.get(i), sites, routes)));
        }
        for (int i = 0; i < members.size(); i++) {
            var endpoint = URI.create("http://127.0.0.1:" + ports.get(i));
            starting.get(i).await(Readiness.http(endpoint.resolve("/v2/health/ready")), START);
            starting.get(i).await(Readiness.line("Connected to .*[.]work"), START);
            var member = members.get(i);
            say.accept("  %-19s %s, %s; run slots: %d"
                    .formatted(member.address(), endpoint, member.title(), member.slots()));
        }
        return new DemoFederation(fleet, broker, URI.create("http://127.0.0.1:" + ports.getFirst()));
    }

    URI broker() {
        return broker;
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

    private static ChildSpec node(
            Member member, Surroundings surroundings, URI broker, int port, Path sites, Path routes) {
        var arguments = List.of(
                "--tenant", TENANT,
                "--site", member.site(),
                "--node", member.address().node().value(),
                "--broker", broker.toString(),
                "--port", Integer.toString(port),
                "--models", String.join(",", MODELS),
                "--slots", Integer.toString(member.slots),
                "--queue", Integer.toString(member.queue),
                "--sites", sites.toString(),
                "--policy",
                        surroundings.root().resolve("policy/rules/acme-eu.yaml").toString(),
                "--routes", routes.toString(),
                "--store", surroundings.models().toString(),
                "--catalog", surroundings.catalog().toString(),
                "--home",
                        surroundings
                                .home()
                                .resolve("demo")
                                .resolve(member.site())
                                .toString());
        var jar = surroundings.root().resolve("edge-runtime/target/quarkus-app/quarkus-run.jar");
        return ChildSpec.jar(member.site(), jar, arguments);
    }

    /** The cheapest site first, as a controller would place work that policy lets go anywhere. */
    private static Path writeRoutes(Path files, SiteBook sites) {
        var nodes = List.of(FRANKFURT, VIRGINIA).stream()
                .sorted(Comparator.comparingInt(
                        member -> cost(sites, member.address().site())))
                .map(Member::address)
                .toList();
        var routes = new TreeMap<ModelName, List<NodeAddress>>();
        MODELS.forEach(model -> routes.put(ModelName.of(model), nodes));
        try {
            Files.createDirectories(files);
            return Files.writeString(
                    files.resolve("routes.json"), Routes.of(1, routes).toJson());
        } catch (IOException e) {
            throw new CommandFailure("cannot write the demo's routes into " + files + ": " + e.getMessage(), e);
        }
    }

    private static int cost(SiteBook sites, SiteId site) {
        return sites.find(site)
                .orElseThrow(() -> new CommandFailure("the site book of the demo has no site " + site.value()))
                .cost();
    }

    private static List<Integer> ports(int wanted) {
        var ports = new ArrayList<>(FreePorts.find(3));
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
