package dev.tieline.bench.stage;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.federation.BrokerProgram;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How Mosquitto is run.
 *
 * @param program the executable file
 */
record MosquittoProgram(Path program) implements BrokerProgram {
    /** Finds its version. */
    static final Readiness READY = Readiness.line("mosquitto version (\\S+) running");

    private static final String SETTINGS = """
            allow_anonymous true
            set_tcp_nodelay true
            persistence false
            log_dest stderr
            """;

    @Override
    public ChildSpec spec(int port, Path home) {
        return spec(program, port, home);
    }

    @Override
    public Readiness ready() {
        return READY;
    }

    static ChildSpec spec(Path program, int port, Path folder) {
        var config = folder.resolve("mosquitto.conf");
        try {
            Files.createDirectories(folder);
            Files.writeString(config, "listener " + port + " 127.0.0.1\n" + SETTINGS);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + config + ": " + e.getMessage(), e);
        }
        return new ChildSpec("mosquitto", List.of(program.toString(), "-c", config.toString()), Map.of());
    }
}
