package dev.tieline.edge.node;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** Starts the node and waits for the end. */
public final class EdgeApplication implements QuarkusApplication {
    private final NodeLifecycle node;

    EdgeApplication(NodeLifecycle node) {
        this.node = node;
    }

    @Override
    public int run(String... args) {
        node.start();
        Quarkus.waitForExit();
        return 0;
    }
}
