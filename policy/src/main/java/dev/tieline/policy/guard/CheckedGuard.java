package dev.tieline.policy.guard;

/**
 * An expression with its compiled form.
 *
 * @param text as it was written
 * @param checked a serialised {@code CheckedExpr} of CEL
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record CheckedGuard(String text, byte[] checked) {

    /** How long an expression may be, in characters. */
    public static final int MAX_TEXT = 4 * 1024;

    /** How many different expressions a bundle may have: each takes a millisecond to compile, and a kilobyte compiled. */
    public static final int MAX_IN_BUNDLE = 500;

    public CheckedGuard {
        checked = checked.clone();
    }

    @Override
    public byte[] checked() {
        return checked.clone();
    }
}
