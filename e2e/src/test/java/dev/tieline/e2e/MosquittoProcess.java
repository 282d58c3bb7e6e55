package dev.tieline.e2e;

import dev.tieline.launcher.process.Child;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Readiness;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mosquitto as a process on loopback. */
final class MosquittoProcess implements Broker {
    private final Workplace place;
    private final int port;
    private int starts;
    private @Nullable Child process;

    MosquittoProcess(Workplace place, int port) {
        this.place = place;
        this.port = port;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws InterruptedException {
        var configuration = place.write("mosquitto.conf", Broker.configuration(port + " 127.0.0.1"));
        var command = List.of(BrokerKind.program().toString(), "-c", configuration.toString());
        var started = place.fleet().start(new ChildSpec("mosquitto-" + ++starts, command, Map.of()));
        var unused = started.await(Readiness.line("mosquitto version .* running"), Eventually.PATIENCE);
        process = started;
    }

    @Override
    public void stop() {
        if (process != null) {
            process.stop(Eventually.PATIENCE);
            process = null;
        }
    }
}
