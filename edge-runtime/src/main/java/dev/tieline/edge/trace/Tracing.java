package dev.tieline.edge.trace;

import org.jspecify.annotations.Nullable;

/** Records spans. Thread-safe. */
public interface Tracing extends AutoCloseable {

    /** What a span is in the traffic between processes. */
    enum Kind {
        /** A request came in. */
        SERVER,
        /** A message went out. */
        PRODUCER,
        /** A message came in. */
        CONSUMER,
        /** A part of what this process does. */
        INTERNAL
    }

    /**
     * Begins a span. It must be ended.
     *
     * @param parent the trace context that it belongs under; null where it is the first of its trace
     * @param atNanos when it began, on the node's monotonic clock
     */
    Span begin(Kind kind, String name, @Nullable String parent, long atNanos);

    /**
     * Records a part that is over.
     *
     * @param parent the trace context that it belongs under; null where nothing is traced
     * @param fromNanos when it began, on the node's monotonic clock
     * @param toNanos when it ended
     */
    default void part(String name, @Nullable String parent, long fromNanos, long toNanos) {
        if (parent != null) {
            begin(Kind.INTERNAL, name, parent, fromNanos).end(toNanos);
        }
    }

    /** Sends what was recorded, for a few seconds at most, and records nothing any more. */
    @Override
    void close();

    /** Records nothing. */
    static Tracing off() {
        return Untraced.TRACING;
    }
}
