package dev.tieline.edge.offload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is remembered of each of many, made when it is first asked for and forgotten where others were asked for more
 * recently. Thread-safe.
 *
 * @param <K> whom it is about
 * @param <V> what is remembered
 */
final class Recent<K, V> {
    private final Function<K, V> beginning;
    private final Map<K, V> values;

    /**
     * Remembers nothing yet.
     *
     * @param limit how many are remembered at most
     * @param beginning what is remembered of one of whom nothing is known
     */
    Recent(int limit, Function<K, V> beginning) {
        this.beginning = beginning;
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > limit;
            }
        };
    }

    synchronized V of(K key) {
        return values.computeIfAbsent(key, beginning);
    }

    /** How many of those that are remembered are like that. */
    synchronized int count(Predicate<V> like) {
        return Math.toIntExact(values.values().stream().filter(like).count());
    }

    synchronized void clear() {
        values.clear();
    }

    synchronized int size() {
        return values.size();
    }
}
