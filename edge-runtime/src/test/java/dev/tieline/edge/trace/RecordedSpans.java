package dev.tieline.edge.trace;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Tracing that keeps what ended, under ids that count. */
public final class RecordedSpans implements Tracing {
    private final AtomicInteger ids = new AtomicInteger();
    private final List<Ended> ended = new CopyOnWriteArrayList<>();

    /** A span that ended; {@code failure} is null if it ended well. */
    public record Ended(
            Kind kind,
            String name,
            @Nullable String parent,
            String traceparent,
            long fromNanos,
            long toNanos,
            @Nullable String failure,
            Map<String, String> facts) {}

    public List<Ended> ended() {
        return List.copyOf(ended);
    }

    public List<String> names() {
        return ended.stream().map(Ended::name).toList();
    }

    /** The one span of that name. */
    public Ended named(String name) {
        var found = ended.stream().filter(span -> span.name().equals(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError("spans " + name + " among " + ended + ": " + found.size());
        }
        return found.getFirst();
    }

    @Override
    public Span begin(Kind kind, String name, @Nullable String parent, long atNanos) {
        var trace = parent == null ? "%032x".formatted(ids.incrementAndGet()) : parent.substring(3, 35);
        var own = "00-%s-%016x-01".formatted(trace, ids.incrementAndGet());
        return new Recorded(kind, name, parent, own, atNanos);
    }

    @Override
    public void close() {
        // Keeps what it has.
    }

    private final class Recorded implements Span {
        private final Map<String, String> facts = new ConcurrentHashMap<>();
        private final Kind kind;
        private final String name;
        private final @Nullable String parent;
        private final String own;
        private final long fromNanos;
        private volatile @Nullable String failure;
        private boolean over;

        private Recorded(Kind kind, String name, @Nullable String parent, String own, long fromNanos) {
            this.kind = kind;
            this.name = name;
            this.parent = parent;
            this.own = own;
            this.fromNanos = fromNanos;
        }

        @Override
        public String traceparent() {
            return own;
        }

        @Override
        public Span with(String key, String value) {
            facts.put(key, value);
            return this;
        }

        @Override
        public Span failed(String code) {
            failure = code;
            return this;
        }

        @Override
        public synchronized void end(long atNanos) {
            if (!over) {
                over = true;
                ended.add(new Ended(kind, name, parent, own, fromNanos, atNanos, failure, new TreeMap<>(facts)));
            }
        }
    }
}
