package dev.tieline.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer that a node is working on. Thread-safe. */
public final class PendingAnswer {
    private static final Duration UNTOLD = Duration.ofSeconds(1);
    private static final Duration RECONNECT = Duration.ofMillis(500);

    private final Node node;
    private final @Nullable URI location;
    private final Deadline deadline;
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
            address = node.address().resolve(location);
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
        var address = location;
        if (address == null || ended()) {
            return kept();
        }
        try {
            var reply = ask(node.wire().request(address).GET().build());
            if (reply.status() == 202) {
                pause = reply.retryAfter().orElse(UNTOLD);
            } else {
                answer = node.answer(reply);
            }
        } catch (RefusedException e) {
            failure = e;
        }
        return kept();
    }

    /** Has the node give the call up, and forget what came of it. Nobody finds the result after that. */
    public void cancel() throws InterruptedException {
        var address = location;
        if (address != null && !ended()) {
            try {
                ask(node.wire().request(address).DELETE().build());
            } catch (RefusedException e) {
                failure = e;
            }
        }
    }

    /**
     * Waits for the answer until the deadline of the call, and asks for it no more often than the node says. A connection
     * that fails meanwhile is no failure of the call.
     *
     * @throws TielineException if the call has failed, or the deadline has passed
     */
    public Answer await() throws InterruptedException {
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
            return new Look(poll(), pause);
        } catch (ConnectionException e) {
            if (!deadline.left().isPositive()) {
                throw e;
            }
            return new Look(Optional.empty(), RECONNECT);
        }
    }

    private Reply ask(HttpRequest request) throws InterruptedException {
        return node.attempts().make(() -> request, node.deadline(node.defaultWait()), false);
    }

    private boolean ended() {
        return answer != null || failure != null;
    }

    private Optional<Answer> kept() {
        var known = failure;
        if (known != null) {
            throw known;
        }
        return Optional.ofNullable(answer);
    }
}
