package dev.tieline.bench.stage;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Fleet;
import dev.tieline.launcher.process.FreePorts;
import dev.tieline.launcher.process.Readiness;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The node that works for others, as a process of its own. */
public final class Executor {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROGRAM = "edge-runtime/target/quarkus-app/quarkus-run.jar";

    private Executor() {}

    /**
     * Starts the packaged edge runtime as {@link World#EXECUTOR} and waits until its models are loaded. It may take a
     * moment more until it listens at the broker.
     *
     * @param model the name of a model that the store holds
     * @param folder where its files go
     * @throws CommandFailure if it is not built, or does not start
     */
    public static ProcessHandle start(Surroundings around, String model, Broker broker, Fleet fleet, Path folder)
            throws InterruptedException {
        var program = around.root().resolve(PROGRAM);
        if (!Files.isRegularFile(program)) {
            throw new CommandFailure("the edge runtime is not built: there is no " + program
                    + ". Maybe start this program as ./tieline bench, which builds it.");
        }
        int port = FreePorts.find(1).getFirst();
        var arguments = List.of(
                "--broker", broker.address().toString(),
                "--tenant", World.device(World.EXECUTOR).tenant().value(),
                "--site", World.EXECUTOR.site().value(),
                "--node", World.EXECUTOR.node().value(),
                "--port", Integer.toString(port),
                "--models", model,
                "--catalog", around.catalog().toString(),
                "--store", around.models().toString(),
                "--home", folder.resolve("executor").toString(),
                "--sites", World.writeSites(folder).toString(),
                "--policy", World.writePolicy(folder).toString());
        var child = fleet.start(ChildSpec.jar("executor", program, arguments));
        child.await(Readiness.http(URI.create("http://127.0.0.1:" + port + "/v2/health/ready")), PATIENCE);
        return child.handle();
    }
}
