package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.endpoint.GrpcCode;
import dev.tieline.edge.endpoint.grpc.proto.GrpcHealth.HealthCheckRequest;
import dev.tieline.edge.endpoint.grpc.proto.GrpcHealth.HealthCheckResponse;
import dev.tieline.edge.endpoint.grpc.proto.GrpcHealth.HealthCheckResponse.ServingStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code grpc.health.v1.Health}: the readiness of the node, as load balancers and probes ask for it. The server as a whole
 * and the inference service are served or not together; a single model is asked for by {@code ModelReady}.
 */
final class HealthMethods {
    /** How often a watched status is looked at. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Set<String> SERVICES = Set.of("", GrpcEndpoint.SERVICE, GrpcEndpoint.HEALTH);

    private final BooleanSupplier ready;
    private final LastingCalls lasting;

    /** @param lasting where each watch is kept */
    HealthMethods(BooleanSupplier ready, LastingCalls lasting) {
        this.ready = ready;
        this.lasting = lasting;
    }

    /** The methods by their names in the service. */
    Map<String, Method> methods() {
        return Map.of(
                "Check", Method.question(exchange -> new Asked<>(exchange, HealthCheckRequest.parser(), this::check)),
                "Watch", Method.question(exchange -> new Asked<>(exchange, HealthCheckRequest.parser(), this::watch)));
    }

    private void check(Exchange exchange, HealthCheckRequest question) {
        if (!SERVICES.contains(question.getService())) {
            exchange.fail(
                    GrpcCode.NOT_FOUND,
                    "There is no service '" + question.getService()
                            + "' here. Maybe ask for the server as a whole, whose" + " name is empty.");
            return;
        }
        exchange.answer(message(status()));
    }

    private void watch(Exchange exchange, HealthCheckRequest question) {
        var watch = new Watch(exchange, SERVICES.contains(question.getService()));
        if (lasting.add(exchange, watch)) {
            watch.look();
        }
    }

    private ServingStatus status() {
        return ready.getAsBoolean() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    }

    private static HealthCheckResponse message(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }

    /** One caller that is told of changes. */
    private final class Watch implements Drainable {
        private final Exchange exchange;
        private final boolean known;
        private @Nullable ServingStatus told;

        Watch(Exchange exchange, boolean known) {
            this.exchange = exchange;
            this.known = known;
        }

        void look() {
            tell(known ? status() : ServingStatus.SERVICE_UNKNOWN);
            exchange.later(LOOK, this::look);
        }

        @Override
        public void drain() {
            exchange.run(() -> {
                tell(known ? ServingStatus.NOT_SERVING : ServingStatus.SERVICE_UNKNOWN);
                exchange.close(Trailers.GOING);
            });
        }

        private void tell(ServingStatus status) {
            if (status != told) {
                told = status;
                var unused = exchange.send(message(status).toByteArray());
            }
        }
    }
}
