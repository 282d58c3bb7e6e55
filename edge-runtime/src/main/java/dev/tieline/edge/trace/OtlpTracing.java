package dev.tieline.edge.trace;

import dev.tieline.edge.call.Ticker;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Records spans with OpenTelemetry and sends them to a collector, by OTLP over HTTP (protobuf). What the collector does
 * not take in time is lost: tracing never holds a request up.
 */
public final class OtlpTracing implements Tracing {
    private static final String PATH = "/v1/traces";
    private static final Duration SENT_EVERY = Duration.ofSeconds(1);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);
    private static final long LAST_SEND_SECONDS = 3;

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Ticker ticker;
    private final InstantSource clock;

    /**
     * Begins to record.
     *
     * @param collector where OTLP is taken, such as {@code http://localhost:4318}; {@code /v1/traces} is added where it
     *     has no path
     * @param share of the traces that begin here, the part that is recorded, 0 to 1; one that a caller began is recorded
     *     if the caller records it
     * @param resource what is said of this process with every span
     */
    public OtlpTracing(URI collector, double share, Map<String, String> resource, Ticker ticker, InstantSource clock) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint(collector))
                .setTimeout(SEND_TIMEOUT)
                .build();
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.create(attributes(resource)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(SENT_EVERY)
                        .build())
                .build();
        this.tracer = provider.get("dev.tieline");
        this.ticker = ticker;
        this.clock = clock;
    }

    @Override
    public Span begin(Kind kind, String name, @Nullable String parent, long atNanos) {
        long begun = epochNanos(atNanos);
        var builder = tracer.spanBuilder(name).setSpanKind(kind(kind)).setStartTimestamp(begun, TimeUnit.NANOSECONDS);
        builder.setParent(parent == null ? Context.root() : under(parent));
        return new Recorded(builder.startSpan(), atNanos, begun);
    }

    @Override
    public void close() {
        var unused = provider.shutdown().join(LAST_SEND_SECONDS, TimeUnit.SECONDS);
    }

    static String endpoint(URI collector) {
        var path = collector.getPath();
        return path == null || path.isEmpty() || path.equals("/")
                ? collector.resolve(PATH).toString()
                : collector.toString();
    }

    private static SpanKind kind(Kind kind) {
        return switch (kind) {
            case SERVER -> SpanKind.SERVER;
            case PRODUCER -> SpanKind.PRODUCER;
            case CONSUMER -> SpanKind.CONSUMER;
            case INTERNAL -> SpanKind.INTERNAL;
        };
    }

    /** The context that a traceparent names: version, trace, span and flags, each between dashes. */
    private static Context under(String traceparent) {
        var parts = traceparent.split("-", -1);
        var context = SpanContext.createFromRemoteParent(
                parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault());
        return Context.root().with(io.opentelemetry.api.trace.Span.wrap(context));
    }

    private static Attributes attributes(Map<String, String> facts) {
        var attributes = Attributes.builder();
        facts.forEach(attributes::put);
        return attributes.build();
    }

    private long epochNanos(long atNanos) {
        var now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - (ticker.nanos() - atNanos);
    }

    private static final class Recorded implements Span {
        private final io.opentelemetry.api.trace.Span span;
        private final long fromNanos;
        private final long fromEpochNanos;

        private Recorded(io.opentelemetry.api.trace.Span span, long fromNanos, long fromEpochNanos) {
            this.span = span;
            this.fromNanos = fromNanos;
            this.fromEpochNanos = fromEpochNanos;
        }

        @Override
        public String traceparent() {
            var context = span.getSpanContext();
            return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                    + context.getTraceFlags().asHex();
        }

        @Override
        public Span with(String key, String value) {
            span.setAttribute(key, value);
            return this;
        }

        @Override
        public Span failed(String code) {
            span.setAttribute("tieline.code", code);
            span.setStatus(StatusCode.ERROR, code);
            return this;
        }

        /** The wall clock may have been set meanwhile: how long the step took is told by the other. */
        @Override
        public void end(long atNanos) {
            span.end(fromEpochNanos + (atNanos - fromNanos), TimeUnit.NANOSECONDS);
        }
    }
}
