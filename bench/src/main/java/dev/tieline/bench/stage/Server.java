package dev.tieline.bench.stage;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.process.Fleet;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A node that runs.
 *
 * @param port where it listens, on loopback
 * @param process its process
 */
public record Server(int port, ProcessHandle process) {

    /**
     * Starts a node that has no broker, and waits until its models are loaded.
     *
     * @param models names of models that the store holds
     * @param slots how many models it runs at the same time
     * @param queue how many calls may wait for a run slot
     * @param folder where its files go
     * @throws CommandFailure if it is not built, or does not start
     */
    public static Server alone(Surroundings around, List<String> models, int slots, int queue, Fleet fleet, Path folder)
            throws InterruptedException {
        var alone = List.of("--local", "--slots", Integer.toString(slots), "--queue", Integer.toString(queue));
        return NodeProgram.start("node", around, models, fleet, folder, alone);
    }

    /** Where a model of it takes calls. */
    public URI inference(String model) {
        return URI.create("http://127.0.0.1:" + port + "/v2/models/" + model + "/infer");
    }
}
