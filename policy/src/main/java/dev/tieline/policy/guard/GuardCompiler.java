package dev.tieline.policy.guard;

/** Compiles and checks expressions. Thread-safe. */
public interface GuardCompiler {

    /**
     * Compiles an expression; the same text always gives the same bytes.
     *
     * @throws GuardException if the expression is malformed, of a wrong type, names what is not declared, or is beyond a
     *     limit
     */
    CheckedGuard compile(String text) throws GuardException;
}
