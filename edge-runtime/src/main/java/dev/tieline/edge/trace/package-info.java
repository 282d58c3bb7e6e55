/**
 * What happened to one request, over all nodes that it passed: spans of a trace (W3C Trace Context).
 *
 * <p>{@link dev.tieline.edge.trace.Tracing} is all that the rest of the node knows of it: a span begins under a
 * {@code traceparent}, has one itself, under which goes what comes next, and ends. Where nothing is traced,
 * {@link dev.tieline.edge.trace.Tracing#off} hands a caller's {@code traceparent} through as it came.
 *
 * <p>{@link dev.tieline.edge.trace.OtlpTracing} records spans with OpenTelemetry and sends them to a collector. It is the
 * only class that knows of either, and none of theirs is loaded where no collector is set. Spans say models, sites, routes
 * and error codes; never tensors, never who called.
 */
@NullMarked
package dev.tieline.edge.trace;

import org.jspecify.annotations.NullMarked;
