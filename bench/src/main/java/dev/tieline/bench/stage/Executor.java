package dev.tieline.bench.stage;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.process.Fleet;
import java.nio.file.Path;
import java.util.List;

/** The node that works for others, as a process of its own. */
public final class Executor {

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
        var federation = List.of(
                "--broker", broker.address().toString(),
                "--tenant", World.device(World.EXECUTOR).tenant().value(),
                "--site", World.EXECUTOR.site().value(),
                "--node", World.EXECUTOR.node().value(),
                "--sites", World.writeSites(folder).toString(),
                "--policy", World.writePolicy(folder).toString());
        return NodeProgram.start("executor", around, List.of(model), fleet, folder, federation)
                .process();
    }
}
