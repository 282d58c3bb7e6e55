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
import java.util.ArrayList;
import java.util.List;

/** The packaged edge runtime, started as anybody would start it. */
final class NodeProgram {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROGRAM = "edge-runtime/target/quarkus-app/quarkus-run.jar";

    private NodeProgram() {}

    /**
     * Starts a node and waits until its models are loaded.
     *
     * @param name what people call it, and its folder's name
     * @param models names of models that the store holds
     * @param folder where its files go
     * @param more options beside its port, its models and where they are
     * @throws CommandFailure if it is not built, or does not start
     */
    static Server start(
            String name, Surroundings around, List<String> models, Fleet fleet, Path folder, List<String> more)
            throws InterruptedException {
        var program = around.root().resolve(PROGRAM);
        if (!Files.isRegularFile(program)) {
            throw new CommandFailure("the edge runtime is not built: there is no " + program
                    + ". Maybe start this program as ./tieline bench, which builds it.");
        }
        int port = FreePorts.find(1).getFirst();
        var arguments = new ArrayList<String>(List.of(
                "--port", Integer.toString(port),
                "--models", String.join(",", models),
                "--catalog", around.catalog().toString(),
                "--store", around.models().toString(),
                "--home", folder.resolve(name).toString()));
        arguments.addAll(more);
        var child = fleet.start(ChildSpec.jar(name, program, arguments));
        child.await(Readiness.http(URI.create("http://127.0.0.1:" + port + "/v2/health/ready")), PATIENCE);
        return new Server(port, child.handle());
    }
}
