package dev.tieline.edge.trace;

import org.jspecify.annotations.Nullable;

/** One step of a request. Thread-safe; what is said after its end is lost. */
public interface Span {

    /** The W3C trace context of what comes next; null where nothing is traced and the request came with none. */
    @Nullable String traceparent();

    /** Adds a fact. @return this span */
    Span with(String key, String value);

    /** Says that it ended in an error of that code. @return this span */
    Span failed(String code);

    /** Ends, at that moment on the node's monotonic clock. Ending again does nothing. */
    void end(long atNanos);
}
