package dev.tieline.bench.stage;

import dev.tieline.launcher.process.Child;
import dev.tieline.launcher.process.Fleet;
import dev.tieline.launcher.process.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A broker that runs.
 *
 * @param name what it is, for people, such as {@code mosquitto 2.0.11}
 * @param address where it listens
 * @param processes those of it that this benchmark started
 */
public record Broker(String name, URI address, List<ProcessHandle> processes) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        var child = fleet.start(MosquittoProgram.spec(program, port, folder));
        var version = child.await(MosquittoProgram.READY, PATIENCE);
        return new Broker("mosquitto " + version, local(port), handles(child));
    }

    private static Broker artemis(Fleet fleet) throws InterruptedException {
        var child = fleet.start(ArtemisProgram.spec(0));
        var port = child.await(ArtemisProgram.READY, PATIENCE);
        return new Broker(ArtemisProgram.NAME, local(Integer.parseInt(port)), handles(child));
    }

    private static URI local(int port) {
        return URI.create("mqtt://127.0.0.1:" + port);
    }

    private static List<ProcessHandle> handles(Child child) {
        return List.of(child.handle());
    }
}
