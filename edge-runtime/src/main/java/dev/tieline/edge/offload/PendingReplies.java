package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.edge.call.Deadline;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The owner of everything that is waited for.
 *
 * <p>Each request has one {@link Pending}, each attempt for it a correlation id of 128 random bits. Replies, the loss
 * of the link and the deadline all end at the pending request; once it is closed, its correlation ids are forgotten,
 * and whatever comes later for them is counted and dropped, once it has shown that its sender lives. So each request ends
 * exactly once. Thread-safe.
 */
public final class PendingReplies {

    /** What a pending request may be told. */
    sealed interface Event {
        record Answered(Reply reply) implements Event {}

        /**
         * An attempt's message did not reach anybody.
         *
         * @param node the node that was asked; null where any node might have answered
         */
        record NotDelivered(@Nullable NodeAddress node, PublishOutcome outcome) implements Event {}

        record LinkLost() implements Event {}

        /** The waiting thread was interrupted; it keeps the mark. */
        record Interrupted() implements Event {}
    }

    /** The wait for an event; a seam for tests, whose time is not the machine's. */
    interface Wait {
        @Nullable Event poll(BlockingQueue<Event> events, long nanos) throws InterruptedException;
    }

    /** Of how many ended attempts a late answer is still recognised. */
    private static final int LATE = 1_024;

    private final RandomGenerator random;
    private final Wait wait;
    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();
    private final Map<String, Consumer<ReplyHeaders>> late = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Consumer<ReplyHeaders>> eldest) {
            return size() > LATE;
        }
    });
    private final Set<Pending> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong dropped = new AtomicLong();

    public PendingReplies(RandomGenerator random) {
        this(random, (events, nanos) -> events.poll(nanos, TimeUnit.NANOSECONDS));
    }

    PendingReplies(RandomGenerator random, Wait wait) {
        this.random = random;
        this.wait = wait;
    }

    Pending open() {
        var pending = new Pending();
        open.add(pending);
        return pending;
    }

    /** Hands a reply to the request that waits for it; false if none does. */
    public boolean complete(byte[] correlation, ReplyHeaders headers, byte[] body) {
        var key = HexFormat.of().formatHex(correlation);
        var attempt = attempts.remove(key);
        if (attempt == null) {
            dropped.incrementAndGet();
            Optional.ofNullable(late.remove(key)).ifPresent(told -> told.accept(headers));
            return false;
        }
        Optional.ofNullable(attempt.heard).ifPresent(told -> told.accept(headers));
        var node = attempt.node == null ? headers.node() : attempt.node;
        attempt.pending.events.add(new Event.Answered(new Reply(node, headers, body)));
        return true;
    }

    /** Tells every open request that no reply to its attempts so far can come any more. */
    public void linkLost() {
        open.forEach(pending -> pending.events.add(new Event.LinkLost()));
    }

    /** How many requests wait. */
    public int size() {
        return open.size();
    }

    /** How many replies came for nothing that still waits. */
    public long dropped() {
        return dropped.get();
    }

    /** How many attempts could still be answered. */
    int attempts() {
        return attempts.size();
    }

    private record Attempt(
            Pending pending,
            @Nullable NodeAddress node,
            @Nullable Consumer<ReplyHeaders> heard) {}

    /** One request that waits for the reply to any of its attempts. Used by one thread, told by many. */
    final class Pending implements AutoCloseable {
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private final Set<String> correlations = ConcurrentHashMap.newKeySet();

        private Pending() {}

        /**
         * Registers an attempt and gives its correlation data, 16 random bytes.
         *
         * @param node the node that is asked; null where any node may answer, which then says itself which one it is
         */
        byte[] attempt(@Nullable NodeAddress node) {
            return register(node, null);
        }

        /**
         * As {@link #attempt(NodeAddress)}.
         *
         * @param heard told of the answer when it comes, even after this request has ended: then it helps nobody who
         *     waits, and still shows that the node lives
         */
        byte[] attempt(@Nullable NodeAddress node, Consumer<ReplyHeaders> heard) {
            return register(node, heard);
        }

        private byte[] register(@Nullable NodeAddress node, @Nullable Consumer<ReplyHeaders> heard) {
            var correlation = new byte[16];
            random.nextBytes(correlation);
            var key = HexFormat.of().formatHex(correlation);
            correlations.add(key);
            attempts.put(key, new Attempt(this, node, heard));
            return correlation;
        }

        /** Takes what became of an attempt's message at the broker; only a failure is news. */
        void published(@Nullable NodeAddress node, PublishOutcome outcome) {
            if (!(outcome instanceof PublishOutcome.Accepted)) {
                events.add(new Event.NotDelivered(node, outcome));
            }
        }

        /** The next event, or nothing if the deadline passes first. */
        Optional<Event> await(Deadline deadline) {
            try {
                long nanos = Math.max(0, deadline.remaining().toNanos());
                return Optional.ofNullable(wait.poll(events, nanos));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of(new Event.Interrupted());
            }
        }

        @Override
        public void close() {
            for (var correlation : correlations) {
                var unanswered = attempts.remove(correlation);
                if (unanswered != null && unanswered.heard != null) {
                    late.put(correlation, unanswered.heard);
                }
            }
            open.remove(this);
        }
    }
}
