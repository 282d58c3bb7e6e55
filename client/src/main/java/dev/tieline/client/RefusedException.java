package dev.tieline.client;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The node answered with an error. The message is the node's own sentence. */
public final class RefusedException extends TielineException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String rule;
    private final @Nullable Duration retryAfter;
    private final @Nullable String trace;

    RefusedException(ErrorBody error) {
        super(error.code(), error.message(), null);
        this.status = error.status();
        this.rule = error.rule();
        this.retryAfter = error.retryAfter();
        this.trace = error.trace();
    }

    @Override
    public OptionalInt status() {
        return OptionalInt.of(status);
    }

    @Override
    public Optional<String> rule() {
        return Optional.ofNullable(rule);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    @Override
    public Optional<String> trace() {
        return Optional.ofNullable(trace);
    }
}
