package dev.tieline.edge.node;

import dev.tieline.edge.endpoint.EntranceBounds;
import dev.tieline.edge.endpoint.connection.ConnectionLimits;
import dev.tieline.edge.endpoint.http.ResultBounds;
import java.util.function.Supplier;

/** The limits that settings stand for. */
final class NodeLimits {
    private NodeLimits() {}

    /** @throws StartFailure if they cannot be used, saying why */
    static ConnectionLimits connections(NodeConfig.Serving serving) {
        return usable(
                "max-connections, head-time and idle-time",
                () -> new ConnectionLimits(
                        serving.maxConnections(),
                        serving.headTime(),
                        serving.idleTime(),
                        ConnectionLimits.WAITING_BYTES));
    }

    /** @throws StartFailure if they cannot be used, saying why */
    static EntranceBounds entrance(NodeConfig.Serving serving) {
        return usable(
                "max-requests and max-request-bytes",
                () -> new EntranceBounds(
                        serving.maxRequests(),
                        serving.maxRequestBytes().orElse(Runtime.getRuntime().maxMemory() / 4)));
    }

    /** @throws StartFailure if they cannot be used, saying why */
    static ResultBounds results(NodeConfig.Serving serving) {
        return usable(
                "result-age, max-results and max-result-bytes",
                () -> new ResultBounds(
                        serving.resultAge(),
                        serving.maxResults(),
                        serving.maxResultBytes().orElse(Runtime.getRuntime().maxMemory() / 8)));
    }

    /** How much the open streams of HTTP/2 may take, beside what requests hold. */
    static long streamBytes() {
        return Runtime.getRuntime().maxMemory() / 16;
    }

    private static <T> T usable(String settings, Supplier<T> limits) {
        try {
            return limits.get();
        } catch (IllegalArgumentException e) {
            throw new StartFailure(
                    "The settings tieline.serving." + settings + " cannot be used: " + e.getMessage(), e);
        }
    }
}
