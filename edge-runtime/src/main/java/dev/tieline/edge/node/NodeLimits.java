package dev.tieline.edge.node;

import dev.tieline.edge.endpoint.EntranceBounds;
import dev.tieline.edge.endpoint.connection.ConnectionLimits;
import dev.tieline.edge.endpoint.http.ResultBounds;

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

    /** @throws StartFailure if they cannot be used, saying why */
    static EntranceBounds entrance(NodeConfig.Serving serving) {
        try {
            return new EntranceBounds(
                    serving.maxRequests(),
                    serving.maxRequestBytes().orElse(Runtime.getRuntime().maxMemory() / 4));
        } catch (IllegalArgumentException e) {
            throw new StartFailure(
                    "The settings tieline.serving.max-requests and max-request-bytes cannot be used: " + e.getMessage(),
                    e);
        }
    }

    /** @throws StartFailure if they cannot be used, saying why */
    static ResultBounds results(NodeConfig.Serving serving) {
        try {
            return new ResultBounds(
                    serving.resultAge(),
                    serving.maxResults(),
                    serving.maxResultBytes().orElse(Runtime.getRuntime().maxMemory() / 8));
        } catch (IllegalArgumentException e) {
            throw new StartFailure(
                    "The settings tieline.serving.result-age, max-results and max-result-bytes cannot be used: "
                            + e.getMessage(),
                    e);
        }
    }
}
