package dev.tieline.edge.trace;

import org.jspecify.annotations.Nullable;

/** A span that is not recorded: what it came under is what goes on. */
record Untraced(@Nullable String traceparent) implements Span {
    static final Tracing TRACING = new Tracing() {
        @Override
        public Span begin(Kind kind, String name, @Nullable String parent, long atNanos) {
            return parent == null ? FIRST : new Untraced(parent);
        }

        @Override
        public void part(String name, @Nullable String parent, long fromNanos, long toNanos) {
            // Not worth a span that nobody records.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    };

    private static final Span FIRST = new Untraced(null);

    @Override
    public Span with(String key, String value) {
        return this;
    }

    @Override
    public Span failed(String code) {
        return this;
    }

    @Override
    public void end(long atNanos) {
        // Nothing was begun.
    }
}
