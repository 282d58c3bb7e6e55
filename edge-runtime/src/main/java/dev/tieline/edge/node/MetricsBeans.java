package dev.tieline.edge.node;

import dev.tieline.edge.metrics.NodeMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.client.CollectorRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Ties the metrics of the node to the scrape that Quarkus answers. */
@Singleton
public class MetricsBeans {

    /** The one that Quarkus' registry writes into, so that both are one scrape: its own would be another for each user. */
    @Produces
    @Singleton
    CollectorRegistry collectors() {
        return new CollectorRegistry(true);
    }

    @Produces
    @Singleton
    NodeMetrics metrics(MeterRegistry registry, CollectorRegistry collectors) {
        return new NodeMetrics(registry, collectors);
    }
}
