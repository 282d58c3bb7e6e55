package dev.tieline.policy.guard;

/** An expression that cannot be used; the message says why, and where in the expression. */
public final class GuardException extends Exception {
    private static final long serialVersionUID = 1L;

    public GuardException(String message) {
        super(message);
    }
}
