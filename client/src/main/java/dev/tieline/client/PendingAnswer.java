package dev.tieline.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An answer that a node is working on. Thread-safe. */
public final class PendingAnswer {
    private static final Duration UNTOLD = Duration.ofSeconds(1);
    private static final Duration RECONNECT = Duration.ofMillis(500);

    /** What the last question has at least, since it is asked when the deadline is there. */
    private static final Duration LAST_QUESTION = Duration.ofSeconds(1);

    private final Node node;
    private final @Nullable URI location;
    private final Deadline deadline;
    /** One question at a time: the node gives the answer to one of two, and tells the other that there is none. */
    private final ReentrantLock asking = new ReentrantLock();

    private volatile @Nullable Answer answer;
    private volatile @Nullable RefusedException failure;
    private volatile Duration pause = UNTOLD;

    private PendingAnswer(Node node, @Nullable URI location, @Nullable Answer answer, Deadline deadline) {
        this.node = node;
        this.location = location;
        this.answer = answer;
        this.deadline = deadline;
    }

    static PendingAnswer given(Node node, Answer answer, Deadline deadline) {
        return new PendingAnswer(node, null, answer, deadline);
    }

    static PendingAnswer at(Node node, Reply accepted, Deadline deadline) {
        var location = accepted.header("Location")
                .orElseThrow(() -> new UnreadableAnswerException(
                        "the node at " + node.address()
                                + " accepted the call and does not say where the result will be",
                        null));
        return at(node, location, deadline);
    }

    static PendingAnswer at(Node node, String location, Deadline deadline) {
        URI address;
        try {
            address = node.address().resolve(belowBase(node.address(), location));
        } catch (IllegalArgumentException e) {
            throw new UnreadableAnswerException("'" + location + "' is not the address of a result", e);
        }
        if (!node.address().getScheme().equals(address.getScheme())
                || !node.address().getRawAuthority().equals(address.getRawAuthority())) {
            throw new UnreadableAnswerException(
                    "the result is said to be at " + address + ", which is not the node at " + node.address(), null);
        }
        return new PendingAnswer(node, address, null, deadline);
    }

    /** A node that is behind a proxy does not know the path under which the proxy has it. */
    private static String belowBase(URI node, String location) {
        var base = node.getRawPath().replaceFirst("/+$", "");
        var known = location.equals(base) || location.startsWith(base + "/");
        return location.startsWith("/") && !location.startsWith("//") && !known ? base + location : location;
    }

    /**
     * Where the result will be, for another client, or a later one: {@link TielineClient#pending}. Nothing if the node
     * answered at once.
     */
    public Optional<URI> location() {
        return Optional.ofNullable(location);
    }

    /**
     * Asks once whether the answer is there. The node gives an answer away once; after that it is kept here.
     *
     * @throws TielineException if the call has failed, or the node does not say
     */
    public Optional<Answer> poll() throws InterruptedException {
        needOpen();
        return poll(node.deadline(node.defaultWait()));
    }

    private Optional<Answer> poll(Deadline patience) throws InterruptedException {
        var address = location;
        if (address == null || ended()) {
            return kept();
        }
        if (!asking.tryLock(Math.max(0, patience.left().toNanos()), TimeUnit.NANOSECONDS)) {
            throw patience.passed("another thread's question for " + address + " was not answered");
        }
        try {
            if (!ended()) {
                ask(address, patience);
            }
            return kept();
        } finally {
            asking.unlock();
        }
    }

    /** Asks once, even if the connection breaks: the node gives an answer away once, and it may have been on its way. */
    private void ask(URI address, Deadline patience) throws InterruptedException {
        try {
            var reply = node.wire()
                    .send(() -> node.wire().request(address).GET().build(), patience)
                    .needSuccess();
            if (reply.status() == 202) {
                pause = pause(reply);
            } else {
                answer = node.answer(reply);
            }
        } catch (RefusedException e) {
            failure = e;
        }
    }

    /** When to ask again after a reply that has no answer yet. */
    static Duration pause(Reply reply) {
        return Attempts.atLeast(reply.retryAfter().orElse(UNTOLD));
    }

    /** Has the node give the call up, and forget what came of it. Nobody finds the result after that. */
    public void cancel() throws InterruptedException {
        var address = location;
        if (address != null && !ended()) {
            try {
                var unused = node.ask(
                        () -> node.wire().request(address).DELETE().build(),
                        node.deadline(node.defaultWait()),
                        Attempts.Again.BROKEN);
            } catch (RefusedException e) {
                failure = e;
            }
        }
    }

    /**
     * Waits for the answer until the deadline of the call, and asks for it no more often than the node says. A connection
     * that fails meanwhile is no failure of the call, nor is a question that stays without an answer.
     *
     * @throws TielineException if the call has failed, or the deadline has passed
     */
    public Answer await() throws InterruptedException {
        needOpen();
        while (true) {
            var look = look();
            if (look.answer().isPresent()) {
                return look.answer().get();
            }
            var left = deadline.left();
            if (!left.isPositive()) {
                throw deadline.passed("the node at " + node.address() + " had no result");
            }
            // The last question is asked at the deadline: the node knows best what became of the call.
            node.wire().pause(look.pause().compareTo(left) < 0 ? look.pause() : left);
        }
    }

    /**
     * What one question for the result gave.
     *
     * @param pause when to ask again, if there is no answer
     */
    private record Look(Optional<Answer> answer, Duration pause) {}

    private Look look() throws InterruptedException {
        try {
            return new Look(poll(node.deadline(patience())), pause);
        } catch (DeadlineException e) {
            return new Look(Optional.empty(), RECONNECT);
        } catch (ConnectionException e) {
            if (!deadline.left().isPositive()) {
                throw e;
            }
            return new Look(Optional.empty(), RECONNECT);
        }
    }

    private Duration patience() {
        var left = deadline.left();
        var most = left.compareTo(LAST_QUESTION) < 0 ? LAST_QUESTION : left;
        return most.compareTo(node.defaultWait()) < 0 ? most : node.defaultWait();
    }

    /** An answer that is here already needs no connection. */
    private void needOpen() {
        if (location != null && !ended()) {
            node.wire().needOpen();
        }
    }

    private boolean ended() {
        return answer != null || failure != null;
    }

    private Optional<Answer> kept() {
        var found = answer;
        var known = failure;
        if (found == null && known != null) {
            throw known;
        }
        return Optional.ofNullable(found);
    }
}
