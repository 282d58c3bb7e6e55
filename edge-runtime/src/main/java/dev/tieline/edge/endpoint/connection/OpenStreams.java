package dev.tieline.edge.endpoint.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the streams of HTTP/2 take that are open, on all connections together. A connection may have many of them, and
 * whoever opens streams and ends none, or reads no answers, needs few connections to fill the memory of a node. Thread-safe.
 *
 * <p>When they take too much, the connection whose streams take most has to go: so whoever comes with a few requests is
 * served, however many streams others have. One that has to go counts no more, and is told so once.
 *
 * @param <C> a connection, by its identity
 */
final class OpenStreams<C> {
    /** What a stream takes that carries nothing but its head, in bytes; measured at 3 KB. */
    static final int STREAM_BYTES = 4 << 10;

    /** What a long answer counts for. Only those of inferences are longer, and the entrance counts them. */
    static final int MOST_OF_ANSWER = 256 << 10;

    private final long limit;
    private final Map<C, Streams> connections = new LinkedHashMap<>();
    /** What those take that were told to go and have not gone: their threads may be busy with others. */
    private final Map<C, Long> leaving = new HashMap<>();

    private long bytes;
    private long leavingBytes;

    /** The streams of one connection. */
    private static final class Streams {
        private final Map<Integer, Integer> bytesByStream = new HashMap<>();
        private long bytes;
    }

    /** @param limit how many bytes they may take; at least 1 */
    OpenStreams(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("streams must be allowed at least 1 byte, and it is " + limit);
        }
        this.limit = limit;
    }

    /** A stream was opened. @return who has to go: others, or this one, while they have not gone */
    synchronized List<C> opened(C connection, int stream) {
        if (leaving.containsKey(connection)) {
            return List.of();
        }
        var streams = connections.computeIfAbsent(connection, unheard -> new Streams());
        if (streams.bytesByStream.putIfAbsent(stream, STREAM_BYTES) == null) {
            add(streams, STREAM_BYTES);
        }
        return overfull(connection);
    }

    /** An answer of so many bytes was written, which is there until the stream is closed. @return as {@link #opened} */
    synchronized List<C> answered(C connection, int stream, long answer) {
        var streams = connections.get(connection);
        if (streams == null || !streams.bytesByStream.containsKey(stream)) {
            return List.of(); // it has left already
        }
        int more = (int) Math.min(MOST_OF_ANSWER, answer);
        streams.bytesByStream.merge(stream, more, Integer::sum);
        add(streams, more);
        return overfull(connection);
    }

    /** A stream was closed: all of its answer has left, or never will. */
    synchronized void closed(C connection, int stream) {
        var streams = connections.get(connection);
        var taken = streams == null ? null : streams.bytesByStream.remove(stream);
        if (streams == null || taken == null) {
            return;
        }
        add(streams, -taken);
        if (streams.bytesByStream.isEmpty()) {
            connections.remove(connection);
        }
    }

    /** A connection has ended, with all of its streams. */
    synchronized void closed(C connection) {
        forget(connection);
        var left = leaving.remove(connection);
        leavingBytes -= left == null ? 0 : left;
    }

    /** How many bytes they take. */
    synchronized long bytes() {
        return bytes;
    }

    private List<C> overfull(C connection) {
        var parting = new ArrayList<C>();
        while (bytes > limit) {
            parting.add(part(heaviest()));
        }
        if (connections.containsKey(connection) && bytes + leavingBytes > 2 * limit) {
            parting.add(part(connection)); // which can go at once
        }
        return parting;
    }

    /** Looked for where there is no room only, which is seldom or an attack. Of two as heavy, the elder. */
    private C heaviest() {
        return connections.entrySet().stream()
                .max(Comparator.comparingLong(entry -> entry.getValue().bytes))
                .orElseThrow()
                .getKey();
    }

    private C part(C connection) {
        long taken = forget(connection);
        leaving.put(connection, taken);
        leavingBytes += taken;
        return connection;
    }

    private long forget(C connection) {
        var streams = connections.remove(connection);
        long taken = streams == null ? 0 : streams.bytes;
        bytes -= taken;
        return taken;
    }

    private void add(Streams streams, int more) {
        streams.bytes += more;
        bytes += more;
    }
}
