package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.endpoint.Health;
import java.util.List;

/** The health of a node as the test says. */
final class FakeHealth implements Health {
    volatile List<String> notReady = List.of();

    @Override
    public List<String> notReady() {
        return notReady;
    }

    @Override
    public List<String> notLive() {
        return List.of();
    }
}
