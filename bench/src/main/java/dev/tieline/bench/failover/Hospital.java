package dev.tieline.bench.failover;

import dev.tieline.bench.stage.BrokerChoice;
import dev.tieline.devices.NodeAddress;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.federation.Federation;
import dev.tieline.launcher.federation.FederationPlan;
import dev.tieline.launcher.federation.Member;
import dev.tieline.launcher.federation.NodePlan;
import dev.tieline.launcher.federation.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The federation that is struck: a gateway whose own memory is too small for the model, and three executors, all of
 * which policy permits.
 */
final class Hospital implements AutoCloseable {
    static final String TENANT = "bench";
    static final String MODEL = "simple";
    static final NodeAddress GATEWAY = NodeAddress.of("clinic/gw-1");
    static final List<NodeAddress> EXECUTORS =
            List.of(NodeAddress.of("frankfurt/fra-1"), NodeAddress.of("lyon/lyon-1"), NodeAddress.of("vienna/vie-1"));

    private static final String REF = MODEL + "@1";
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String SITES = """
            apiVersion: tieline.dev/sites/v1
            version: 1
            expires: 2100-01-01T00:00:00Z
            controller: control
            sites:
              - {id: exchange, country: DE, operator_home: DE, tier: region}
              - {id: control, country: DE, operator_home: DE, tier: region, broker: exchange}
              - {id: clinic, country: DE, operator_home: DE, tier: gateway, broker: exchange}
              - {id: frankfurt, country: DE, operator_home: DE, tier: region, broker: exchange}
              - {id: lyon, country: FR, operator_home: FR, tier: region, broker: exchange}
              - {id: vienna, country: AT, operator_home: AT, tier: region, broker: exchange}
            """;

    private static final String POLICY = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: bench, version: 1, level: platform, notBefore: 2026-01-01T00:00:00Z, expires: 2100-01-01T00:00:00Z}
            tags: [health]
            purposes: [diagnostics]
            blocs:
              EEA: [EU, IS, LI, "NO"]
            defaults: {public: allow, internal: deny, personal: deny, special: deny}
            rules:
              - id: personal-in-eea
                effect: permit
                for: {class: [personal]}
                hops:
                  process: {country: [EEA]}
                  relay: {country: [EEA]}
            """;

    private static final String SMALL = """
            apiVersion: tieline.dev/profile/v1
            name: too-small
            hardware: {architecture: x86_64, cores: 1, memory: 1GiB}
            executionProviders: [cpu]
            capacity: {runSlots: 1, queue: 4, modelMemory: 1MiB}
            """;

    private final Federation federation;
    private final Operator operator;
    private final int replicas;
    private final String broker;

    private Hospital(Federation federation, int replicas, String broker) {
        this.federation = federation;
        this.operator = new Operator(federation.controller().address());
        this.replicas = replicas;
        this.broker = broker;
    }

    /**
     * Starts all of it and waits until the model is where it shall be.
     *
     * @param folder for the files of all members; what an earlier run left there must be gone
     * @throws CommandFailure if a process does not become ready; nothing is left running then
     */
    static Hospital open(Surroundings around, Path folder, BrokerChoice choice, int replicas, Consumer<String> say)
            throws InterruptedException {
        var profile = write(folder.resolve("profile.yaml"), SMALL);
        var nodes = new ArrayList<NodePlan>();
        nodes.add(new NodePlan(GATEWAY, 0, List.of("--profile", profile.toString())));
        EXECUTORS.forEach(executor -> nodes.add(new NodePlan(executor, 0, List.of("--slots", "1"))));
        var program = choice.asMember();
        var federation = new Federation(new FederationPlan(TENANT, program, nodes), around.root(), folder);
        try {
            federation.start(member -> say.accept("Ready: " + member.name()));
            var broker = choice.title(federation.broker().await(program.ready()));
            var hospital = new Hospital(federation, replicas, broker);
            hospital.declare(around, folder);
            hospital.awaitWhole();
            return hospital;
        } catch (RuntimeException | InterruptedException e) {
            federation.close();
            throw e;
        }
    }

    /** The broker's name, for people. */
    String brokerName() {
        return broker;
    }

    Member broker() {
        return federation.broker();
    }

    Member node(NodeAddress address) {
        return federation.node(address);
    }

    Operator operator() {
        return operator;
    }

    List<NodeAddress> nodes() {
        return federation.nodes();
    }

    /** The executors that the gateway's requests go to, as the controller has it. */
    Set<NodeAddress> holders() throws InterruptedException {
        return operator.routes(GATEWAY, MODEL, "personal").nodes();
    }

    /** Waits until every node is there and as many executors as wanted hold the model and stand in the routes. */
    void awaitWhole() throws InterruptedException {
        operator.awaitState(federation.nodes(), Set.of("fresh"));
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (holders().size() != replicas || !operator.placed(MODEL).equals(holders())) {
            if (System.nanoTime() > end) {
                throw new CommandFailure("the federation was not whole within " + PATIENCE.toSeconds() + " s: "
                        + holders() + " hold the model, and " + replicas + " shall");
            }
            Thread.sleep(PAUSE);
        }
    }

    @Override
    public void close() {
        federation.close();
    }

    private void declare(Surroundings around, Path folder) throws InterruptedException {
        var files = List.of(
                write(folder.resolve("sites.yaml"), SITES),
                write(folder.resolve("policy.yaml"), POLICY),
                around.catalog().resolve(MODEL + ".yaml"),
                write(folder.resolve("deployment.yaml"), deployment()));
        operator.apply(files, around.models(), line -> {});
        operator.awaitPolicyAt(federation.nodes());
        operator.awaitReady(REF, replicas);
    }

    private String deployment() {
        return """
                apiVersion: tieline.dev/deployment/v1
                name: %s
                model: %s
                replicas: {min: %d, max: %d}
                label: {class: personal}
                origins: [clinic]
                """.formatted(MODEL, REF, replicas, replicas);
    }

    private static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
