package dev.tieline.client;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Why a call has no answer. The message is a sentence for people; {@link #code} is the word for programs. */
public abstract sealed class TielineException extends RuntimeException
        permits RefusedException, ConnectionException, DeadlineException, UnreadableAnswerException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;

    TielineException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /**
     * The word that stands for the kind of error, such as {@code policy_denied}; docs/api.md lists those of a node.
     * Where nothing was answered it is the client's own: {@code connection_failed}, {@code deadline_exceeded} or
     * {@code unreadable_answer}.
     */
    public String code() {
        return code;
    }

    /** The HTTP status, if the node answered. */
    public OptionalInt status() {
        return OptionalInt.empty();
    }

    /** The policy rule that decided, or that keeps the call from places which may have room. */
    public Optional<String> rule() {
        return Optional.empty();
    }

    /** When it may be worth asking again, from now. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /** The W3C trace context under which the node knows the call. */
    public Optional<String> trace() {
        return Optional.empty();
    }
}
