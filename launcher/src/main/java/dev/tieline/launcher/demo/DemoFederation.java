package dev.tieline.launcher.demo;

import dev.tieline.devices.NodeAddress;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.federation.BrokerProgram;
import dev.tieline.launcher.federation.Federation;
import dev.tieline.launcher.federation.FederationPlan;
import dev.tieline.launcher.federation.HomeFolder;
import dev.tieline.launcher.federation.Member;
import dev.tieline.launcher.federation.NodePlan;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Readiness;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The federation of the demo: a broker, a controller and four nodes.
 *
 * <p>Each start is a first one, so the folders of an earlier demo are removed.
 */
final class DemoFederation implements AutoCloseable {
    static final List<String> MODELS = List.of("simple", "minilm");
    static final String TENANT = "acme";

    static final Place CLINIC =
            new Place("clinic-berlin/gw-1", "the gateway in the clinic, Berlin, with little memory", 1, 4);
    static final Place FRANKFURT = new Place("eu-central/fra-1", "the region in Frankfurt", 1, 16);
    static final Place LYON = new Place("eu-west/lyon-1", "the region in Lyon", 1, 16);
    static final Place VIRGINIA = new Place("us-east/va-1", "the region in Virginia", 2, 16);

    static final List<Place> PLACES = List.of(CLINIC, FRANKFURT, LYON, VIRGINIA);

    private final Federation federation;

    /** Where a node of the story stands. */
    record Place(NodeAddress address, String title, int slots, int queue) {
        Place(String address, String title, int slots, int queue) {
            this(NodeAddress.of(address), title, slots, queue);
        }

        String site() {
            return address.site().value();
        }
    }

    private DemoFederation(Federation federation) {
        this.federation = federation;
    }

    /** Starts all of it. @throws dev.tieline.launcher.console.CommandFailure if a process does not
     * become ready; nothing is left running then */
    static DemoFederation start(Surroundings surroundings, int wantedPort, Consumer<String> say)
            throws InterruptedException {
        var home = surroundings.home().resolve("demo");
        HomeFolder.remove(home);
        var nodes = PLACES.stream()
                .map(place -> node(place, surroundings, wantedPort))
                .toList();
        var federation =
                new Federation(new FederationPlan(TENANT, new DevelopmentBroker(), nodes), surroundings.root(), home);
        try {
            say.accept("Starting a broker, a controller and four nodes, one process each. Logs: " + federation.logs());
            federation.start(member -> {});
            var demo = new DemoFederation(federation);
            demo.introduce(say);
            return demo;
        } catch (RuntimeException | InterruptedException e) {
            federation.close();
            throw e;
        }
    }

    Member broker() {
        return federation.broker();
    }

    Member controller() {
        return federation.controller();
    }

    Member node(Place place) {
        return federation.node(place.address());
    }

    List<NodeAddress> nodes() {
        return federation.nodes();
    }

    private void introduce(Consumer<String> say) {
        say.accept("  %-19s MQTT 5, in memory, %s".formatted("broker", broker().address()));
        say.accept("  %-19s %s".formatted("controller", controller().address()));
        for (var place : PLACES) {
            say.accept("  %-19s %s, %s; run slots: %d"
                    .formatted(place.address(), node(place).address(), place.title(), place.slots()));
        }
    }

    /** Says how to go on from here. */
    void invite(Consumer<String> say) {
        var gateway = node(CLINIC).address();
        var controller = controller().address();
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
        federation.close();
    }

    private static NodePlan node(Place place, Surroundings surroundings, int wantedPort) {
        var options = new ArrayList<>(
                List.of("--slots", Integer.toString(place.slots()), "--queue", Integer.toString(place.queue())));
        if (place.equals(CLINIC)) {
            var profile = surroundings.root().resolve("devices/profiles/gateway-small.yaml");
            options.addAll(List.of("--profile", profile.toString()));
        }
        return new NodePlan(place.address(), place.equals(CLINIC) ? wantedPort : 0, options);
    }

    /** This program's own broker. */
    private record DevelopmentBroker() implements BrokerProgram {
        @Override
        public ChildSpec spec(int port, Path home) {
            return ChildSpec.jar("broker", launcherJar(), List.of("broker", "--port", Integer.toString(port)));
        }

        @Override
        public Readiness ready() {
            return Readiness.line("ready on ([0-9.]+:[0-9]+)");
        }

        private static Path launcherJar() {
            try {
                var code = DemoFederation.class.getProtectionDomain().getCodeSource();
                return Path.of(code.getLocation().toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException("the launcher does not know where it lies", e);
            }
        }
    }
}
