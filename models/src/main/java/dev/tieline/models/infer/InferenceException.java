package dev.tieline.models.infer;

import org.jspecify.annotations.Nullable;

/**
 * An {@link InferenceError} on its way to the rim. It has no stack trace: the error says what went wrong. What only an
 * operator may read, such as a library's own words, stays in the cause.
 */
public final class InferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient InferenceError error;

    public InferenceException(InferenceError error) {
        this(error, null);
    }

    public InferenceException(InferenceError error, @Nullable Throwable cause) {
        super(error.message(), cause, false, false);
        this.error = error;
    }

    public InferenceError error() {
        return error;
    }
}
