package dev.tieline.edge.work;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.call.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answers that were given lately, so that a repeated request is answered and not run again.
 *
 * <p>At-least-once delivery and a caller that tries again both repeat a request under the same id. The first claim
 * runs; a repeat while it runs waits for the same answer; a repeat after it gets the answer that was given. Bounded by
 * bytes and by age, oldest first. Thread-safe.
 */
final class ReplyCache {

    /** Who asks for what. */
    record Key(NodeAddress asker, String requestId) {}

    /** What a message means to the cache. */
    sealed interface Claim {
        /** Nobody has asked for this before: run it. */
        record First() implements Claim {}

        /** It is being run; the answer will go to this message too. */
        record Joined() implements Claim {}

        /** It has been answered. */
        record Repeat(WorkReply reply) implements Claim {}
    }

    private sealed interface Entry {
        record Running(List<byte[]> correlations) implements Entry {}

        record Answered(WorkReply reply, long atNanos) implements Entry {}
    }

    private final long maxBytes;
    private final long maxAgeNanos;
    private final Ticker ticker;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private long bytes;

    ReplyCache(long maxBytes, Duration maxAge, Ticker ticker) {
        this.maxBytes = maxBytes;
        this.maxAgeNanos = maxAge.toNanos();
        this.ticker = ticker;
    }

    synchronized Claim claim(Key key, byte[] correlation) {
        evict();
        return switch (entries.get(key)) {
            case null -> {
                var correlations = new ArrayList<byte[]>();
                correlations.add(correlation);
                entries.put(key, new Entry.Running(correlations));
                yield new Claim.First();
            }
            case Entry.Running running -> {
                running.correlations.add(correlation);
                yield new Claim.Joined();
            }
            case Entry.Answered answered -> new Claim.Repeat(answered.reply);
        };
    }

    /** Ends a claim with an answer to be kept; gives the correlation data of all who wait for it. */
    synchronized List<byte[]> answer(Key key, WorkReply reply) {
        var waiting = release(key);
        entries.put(key, new Entry.Answered(reply, ticker.nanos()));
        bytes += reply.body().length;
        evict();
        return waiting;
    }

    /** Ends a claim without an answer to be kept, so that a repeat is run; gives all who wait. An answer stays. */
    synchronized List<byte[]> release(Key key) {
        if (entries.get(key) instanceof Entry.Running running) {
            entries.remove(key);
            return running.correlations;
        }
        return List.of();
    }

    synchronized long bytes() {
        return bytes;
    }

    private void evict() {
        long now = ticker.nanos();
        for (Iterator<Entry> oldest = entries.values().iterator(); oldest.hasNext(); ) {
            if (oldest.next() instanceof Entry.Answered answered) {
                if (bytes <= maxBytes && now - answered.atNanos < maxAgeNanos) {
                    return;
                }
                bytes -= answered.reply.body().length;
                oldest.remove();
            }
        }
    }
}
