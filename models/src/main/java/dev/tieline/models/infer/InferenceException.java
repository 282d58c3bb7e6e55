package dev.tieline.models.infer;

/** An {@link InferenceError} on its way to the rim. It has no stack trace: the error says what went wrong. */
public final class InferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient InferenceError error;

    public InferenceException(InferenceError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public InferenceError error() {
        return error;
    }
}
