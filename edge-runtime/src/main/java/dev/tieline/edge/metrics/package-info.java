/**
 * The node in numbers, for Prometheus.
 *
 * <p>{@link dev.tieline.edge.metrics.NodeMetrics} counts requests as they end, and reads everything else from where it is
 * kept when it is asked: run slots, links, circuits, models. {@link dev.tieline.edge.metrics.TritonMetrics} gives what
 * models did under the names that Triton uses, which dashboards know. Labels are bounded: a model that is neither loaded
 * nor routed here is {@code other}.
 */
@NullMarked
package dev.tieline.edge.metrics;

import org.jspecify.annotations.NullMarked;
