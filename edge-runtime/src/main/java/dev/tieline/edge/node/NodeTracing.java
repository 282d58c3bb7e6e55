package dev.tieline.edge.node;

import dev.tieline.devices.DeviceId;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.trace.OtlpTracing;
import dev.tieline.edge.trace.Tracing;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** Makes the tracing that the configuration asks for; nothing of OpenTelemetry is loaded where it asks for none. */
final class NodeTracing {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private NodeTracing() {}

    /** @throws StartFailure if a setting is wrong */
    static Tracing of(NodeConfig.Tracing config, DeviceId self, Ticker ticker, InstantSource clock) {
        if (config.endpoint().isEmpty()) {
            return Tracing.off();
        }
        double ratio = config.ratio();
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new StartFailure("The setting tieline.tracing.ratio is " + ratio + ", and a part of all is 0 to 1.");
        }
        return new OtlpTracing(checked(config.endpoint().get()), ratio, resource(self), ticker, clock);
    }

    private static URI checked(URI endpoint) {
        if (endpoint.getScheme() == null || !SCHEMES.contains(endpoint.getScheme()) || endpoint.getHost() == null) {
            throw new StartFailure("The setting tieline.tracing.endpoint is " + endpoint
                    + ". Legal here: http://host:port or https://host:port, where a collector takes OTLP over HTTP.");
        }
        return endpoint;
    }

    private static Map<String, String> resource(DeviceId self) {
        return Map.of(
                "service.name", "tieline-node",
                "service.namespace", self.tenant().value(),
                "service.instance.id", self.address().toString(),
                "tieline.site", self.site().value());
    }
}
