package dev.tieline.edge.node;

import dev.tieline.edge.endpoint.connection.ConnectionLimits;

/** The limits that settings stand for. */
final class NodeLimits {
    private NodeLimits() {}

    /** @throws StartFailure if they cannot be used, saying why */
    static ConnectionLimits connections(NodeConfig.Serving serving) {
        try {
            return new ConnectionLimits(
                    serving.maxConnections(), serving.headTime(), serving.idleTime(), ConnectionLimits.WAITING_BYTES);
        } catch (IllegalArgumentException e) {
            throw new StartFailure(
                    "The settings tieline.serving.max-connections, head-time and idle-time cannot be used: "
                            + e.getMessage(),
                    e);
        }
    }
}
