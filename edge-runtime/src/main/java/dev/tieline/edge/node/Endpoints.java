package dev.tieline.edge.node;

import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.endpoint.CallDefaults;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.Health;
import dev.tieline.edge.endpoint.grpc.GrpcEndpoint;
import dev.tieline.edge.endpoint.http.HttpEndpoint;
import dev.tieline.edge.repository.ModelRepository;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.ModelStatistics;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The protocols of the node's one port, as {@code tieline.serving.*} has them. */
final class Endpoints {
    /** How long the body of a request may take, or less where no call may take so long. */
    private static final Duration BODY_TIME = Duration.ofSeconds(30);

    private final HttpEndpoint http;
    private final GrpcEndpoint grpc;

    /** What they lead to. */
    record Parts(
            OipCodec codec,
            FrontDoor door,
            ModelRegistry models,
            ModelStatistics statistics,
            ModelRepository repository,
            Health health,
            Ticker ticker,
            RandomGenerator random,
            Executor requests) {}

    /** Makes them. @throws StartFailure if a setting cannot be used */
    Endpoints(NodeConfig.Serving config, Parts parts) {
        http = http(config, parts);
        grpc = grpc(config, parts);
    }

    /** Adds the services and the paths, of which the last answers whatever is left. */
    void mount(Router router) {
        grpc.mount(router);
        http.mount(router);
    }

    /** Ends the calls that would last as long as their callers like. */
    void drain() {
        grpc.drain();
    }

    /** What may come in one request. */
    static OipLimits limits(NodeConfig.Serving config) {
        return OipLimits.DEFAULT.withMaxBodyBytes(config.maxBody());
    }

    /**
     * What holds for callers that say nothing: the default of the tenant and the node's own, joined.
     *
     * @throws StartFailure if a data class is none
     */
    static CallDefaults defaults(NodeConfig.Tenant tenant, NodeConfig.Serving config) {
        var ofTenant = label("tieline.tenant.data-class", tenant.dataClass(), tenant.tags());
        var ofNode = label("tieline.serving.data-class", config.dataClass(), config.tags());
        return new CallDefaults(ofTenant.join(ofNode), config.timeout(), config.maxTimeout());
    }

    private static DataLabel label(String key, String dataClass, Optional<List<String>> tags) {
        return DataLabel.of(dataClass(key, dataClass), tags.orElse(List.of()));
    }

    private static HttpEndpoint http(NodeConfig.Serving config, Parts parts) {
        return new HttpEndpoint(new HttpEndpoint.Parts(
                parts.codec,
                parts.door,
                parts.models,
                parts.statistics,
                parts.repository,
                parts.health,
                parts.ticker,
                parts.random,
                config.maxBody(),
                bodyTime(config.maxTimeout()),
                NodeLimits.results(config)));
    }

    private static GrpcEndpoint grpc(NodeConfig.Serving config, Parts parts) {
        return new GrpcEndpoint(new GrpcEndpoint.Parts(
                limits(config),
                parts.door,
                parts.ticker,
                parts.models,
                parts.repository,
                parts.statistics,
                parts.health::ready,
                parts.requests,
                bodyTime(config.maxTimeout())));
    }

    private static Duration bodyTime(Duration maxTimeout) {
        return maxTimeout.compareTo(BODY_TIME) < 0 ? maxTimeout : BODY_TIME;
    }

    /** A caller's unknown word is the class unknown; a setting's is a mistake that is found now. */
    private static DataClass dataClass(String key, String word) {
        var dataClass = DataClass.of(word);
        if (dataClass == DataClass.UNKNOWN && !word.equals(DataClass.UNKNOWN.word())) {
            throw new StartFailure("The setting " + key + " is '" + word + "'. Legal here: "
                    + Arrays.stream(DataClass.values()).map(DataClass::word).collect(Collectors.joining(", ")));
        }
        return dataClass;
    }
}
