package dev.tieline.e2e;

import dev.tieline.e2e.faults.Signals;
import dev.tieline.launcher.process.Child;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Readiness;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mosquitto as a process on loopback. */
final class MosquittoProcess implements Broker {
    /** As root it would become another user, which a namespace with one user refuses; otherwise without effect. */
    private static final String AS_IT_IS = "user root\n";

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
        var settings = Broker.configuration(port + " 127.0.0.1") + AS_IT_IS;
        var configuration = place.write("mosquitto.conf", settings);
        var command = List.of(BrokerKind.program().toString(), "-c", configuration.toString());
        var started = place.fleet().start(new ChildSpec("mosquitto-" + ++starts, command, Map.of()));
        var unused = started.await(Readiness.line("mosquitto version .* running"), Eventually.PATIENCE);
        process = started;
    }

    @Override
    public void stop() {
        if (process != null) {
            if (process.alive()) {
                Signals.resume(process.handle()); // a frozen one would not hear the question
            }
            process.stop(Eventually.PATIENCE);
            process = null;
        }
    }

    @Override
    public void kill() throws InterruptedException {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    @Override
    public void freeze() {
        Signals.stop(running().handle());
    }

    @Override
    public void thaw() {
        Signals.resume(running().handle());
    }

    private Child running() {
        if (process == null) {
            throw new IllegalStateException("the broker on port " + port + " does not run");
        }
        return process;
    }
}
