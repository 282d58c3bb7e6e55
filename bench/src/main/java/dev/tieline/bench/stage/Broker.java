package dev.tieline.bench.stage;

import dev.tieline.launcher.Tieline;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.process.Child;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Fleet;
import dev.tieline.launcher.process.FreePorts;
import dev.tieline.launcher.process.Readiness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A broker that runs.
 *
 * @param name what it is, for people, such as {@code mosquitto 2.0.11}
 * @param address where it listens
 * @param processes those of it that this benchmark started
 */
public record Broker(String name, URI address, List<ProcessHandle> processes) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SETTINGS = """
            allow_anonymous true
            set_tcp_nodelay true
            persistence false
            log_dest stderr
            """;

    public Broker {
        processes = List.copyOf(processes);
    }

    /**
     * Starts the broker that was chosen, and waits until clients can connect.
     *
     * @param folder where its files go
     * @throws CommandFailure if it does not start
     */
    public static Broker start(BrokerChoice choice, Fleet fleet, Path folder) throws InterruptedException {
        return switch (choice) {
            case BrokerChoice.Mosquitto(Path program) -> mosquitto(program, fleet, folder);
            case BrokerChoice.Artemis artemis -> artemis(fleet);
            case BrokerChoice.Running(URI address) -> new Broker("a broker that ran already", address, List.of());
        };
    }

    private static Broker mosquitto(Path program, Fleet fleet, Path folder) throws InterruptedException {
        int port = FreePorts.find(1).getFirst();
        var config = folder.resolve("mosquitto.conf");
        try {
            Files.createDirectories(folder);
            Files.writeString(config, "listener " + port + " 127.0.0.1\n" + SETTINGS);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + config + ": " + e.getMessage(), e);
        }
        var command = List.of(program.toString(), "-c", config.toString());
        var child = fleet.start(new ChildSpec("mosquitto", command, Map.of()));
        var version = child.await(Readiness.line("mosquitto version (\\S+) running"), PATIENCE);
        return new Broker("mosquitto " + version, local(port), handles(child));
    }

    private static Broker artemis(Fleet fleet) throws InterruptedException {
        var child = fleet.start(JavaProgram.spec("artemis", Tieline.class, "broker", "--port", "0"));
        var port = child.await(Readiness.line("broker ready on \\S+:(\\d+)"), PATIENCE);
        return new Broker("the development broker (Artemis)", local(Integer.parseInt(port)), handles(child));
    }

    private static URI local(int port) {
        return URI.create("mqtt://127.0.0.1:" + port);
    }

    private static List<ProcessHandle> handles(Child child) {
        return List.of(child.handle());
    }
}
