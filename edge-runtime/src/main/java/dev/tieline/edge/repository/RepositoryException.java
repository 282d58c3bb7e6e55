package dev.tieline.edge.repository;

/** A {@link RepositoryFailure} on its way to the rim. It has no stack trace: the failure says what went wrong. */
public final class RepositoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RepositoryFailure failure;

    public RepositoryException(RepositoryFailure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    public RepositoryFailure failure() {
        return failure;
    }
}
